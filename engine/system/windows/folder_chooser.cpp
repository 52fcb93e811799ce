#include "engine/system/folder_chooser.h"

#include <shobjidl.h>
#include <windows.h>

#include <atomic>
#include <thread>
#include <utility>

namespace lv {
namespace {

template <class T>
struct Released {
  void operator()(T* object) const { object->Release(); }
};
template <class T>
using Owned = std::unique_ptr<T, Released<T>>;

/// Shows the dialog until it is answered. Empty: cancelled, or there is no dialog.
std::filesystem::path ask() {
  void* made = nullptr;
  if (CoCreateInstance(CLSID_FileOpenDialog, nullptr, CLSCTX_INPROC_SERVER, IID_IFileOpenDialog,
                       &made) != S_OK) {
    return {};
  }
  const Owned<IFileOpenDialog> dialog(static_cast<IFileOpenDialog*>(made));
  dialog->SetOptions(FOS_PICKFOLDERS | FOS_FORCEFILESYSTEM | FOS_NOCHANGEDIR);
  dialog->SetTitle(L"Folder or disc of scans");
  IShellItem* chosen = nullptr;
  if (dialog->Show(nullptr) != S_OK || dialog->GetResult(&chosen) != S_OK) return {};
  const Owned<IShellItem> item(chosen);
  PWSTR name = nullptr;
  if (item->GetDisplayName(SIGDN_FILESYSPATH, &name) != S_OK) return {};
  std::filesystem::path path(name);
  CoTaskMemFree(name);
  return path;
}

}  // namespace

/// In a thread of its own, which ends with the dialog. Where the program ends first, the thread has
/// its own share of this.
struct FolderChooser::Dialog {
  struct Answer {
    std::filesystem::path path;
    std::atomic<bool> there = false;
  };
  std::shared_ptr<Answer> waiting;  ///< null: no dialog is shown
};

FolderChooser::FolderChooser() : dialog_(std::make_unique<Dialog>()) {}
FolderChooser::~FolderChooser() = default;

bool FolderChooser::available() const {
  return true;
}

bool FolderChooser::open() const {
  return dialog_->waiting != nullptr;
}

bool FolderChooser::show() {
  if (open()) return true;
  dialog_->waiting = std::make_shared<Dialog::Answer>();
  std::thread([answer = dialog_->waiting] {
    if (SUCCEEDED(CoInitializeEx(nullptr, COINIT_APARTMENTTHREADED))) {
      answer->path = ask();
      CoUninitialize();
    }
    answer->there = true;
  }).detach();
  return true;
}

std::optional<std::filesystem::path> FolderChooser::take() {
  if (!open() || !dialog_->waiting->there) return std::nullopt;
  const auto answer = std::exchange(dialog_->waiting, nullptr);
  if (answer->path.empty()) return std::nullopt;
  return answer->path;
}

}  // namespace lv
