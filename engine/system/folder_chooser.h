// The desktop's own dialog for folders: zenity or kdialog, whichever is installed; on Windows, its
// own. It runs beside the window, which goes on drawing. Main thread only.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>

namespace lv {

class FolderChooser {
 public:
  FolderChooser();
  ~FolderChooser();
  FolderChooser(const FolderChooser&) = delete;
  FolderChooser& operator=(const FolderChooser&) = delete;

  /// There is such a dialog on this computer.
  bool available() const;
  bool open() const;
  /// Shows it, where it is not shown already. False: it does not start.
  bool show();
  /// What was chosen, once; empty: nothing yet, or the user has cancelled.
  std::optional<std::filesystem::path> take();

 private:
  struct Dialog;
  std::unique_ptr<Dialog> dialog_;
};

}  // namespace lv
