// Windows' own dialog is not asked yet: the path is typed, or the folder dropped.
#include "engine/system/folder_chooser.h"

namespace lv {

FolderChooser::FolderChooser() = default;
FolderChooser::~FolderChooser() = default;

void FolderChooser::end() {}

bool FolderChooser::show() {
  return false;
}

std::optional<std::filesystem::path> FolderChooser::take() {
  return std::nullopt;
}

}  // namespace lv
