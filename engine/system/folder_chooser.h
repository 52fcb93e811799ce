// The desktop's own dialog for folders: zenity or kdialog, whichever is installed. It runs beside
// the window, which goes on drawing. Main thread only.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace lv {

class FolderChooser {
 public:
  FolderChooser();
  ~FolderChooser();
  FolderChooser(const FolderChooser&) = delete;
  FolderChooser& operator=(const FolderChooser&) = delete;

  /// There is such a dialog on this computer.
  bool available() const { return !program_.empty(); }
  bool open() const { return process_ > 0; }
  /// Shows it, where it is not shown already. False: it does not start.
  bool show();
  /// What was chosen, once; empty: nothing yet, or the user has cancelled.
  std::optional<std::filesystem::path> take();

 private:
  void end();

  std::filesystem::path program_;
  int process_ = 0;
  int answer_ = -1;  ///< the end of its output that is read
  std::string text_;
};

}  // namespace lv
