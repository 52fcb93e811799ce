#include "engine/archive_network/store.h"

#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dctk.h>
#include <fmt/format.h>

#include <set>

#include "engine/archive_network/posix/connection_dcmtk.h"
#include "engine/core/file_name.h"
#include "engine/dicom/toolkit.h"

namespace lv {
namespace {

/// What a file holds, and in which form.
struct Kind {
  std::string sop_class, form;
  auto operator<=>(const Kind&) const = default;
};

Result<Kind> kind_of(const std::filesystem::path& path) {
  DcmFileFormat file;
  OFString sop_class, form;
  if (file.loadFile(path.c_str(), EXS_Unknown, EGL_noChange, DCM_MaxReadLength, ERM_metaOnly)
          .bad() ||
      file.getMetaInfo()->findAndGetOFString(DCM_MediaStorageSOPClassUID, sop_class).bad() ||
      file.getMetaInfo()->findAndGetOFString(DCM_TransferSyntaxUID, form).bad()) {
    return Error{ErrorCode::unreadable, "is no DICOM file that could be sent", file_name(path)};
  }
  return Kind{sop_class.c_str(), form.c_str()};
}

T_ASC_PresentationContextID context_for(ArchiveClient& client, const Kind& kind) {
  return client.findPresentationContextID(kind.sop_class.c_str(), kind.form.c_str());
}

Result<void> open_for(ArchiveClient& client, const ArchiveAddress& address,
                      const std::set<Kind>& kinds, const std::stop_token& stop) {
  for (const Kind& kind : kinds) {
    OFList<OFString> forms;
    forms.push_back(kind.form.c_str());
    client.addPresentationContext(kind.sop_class.c_str(), forms);
  }
  LV_TRY(client.connect(address, stop));
  for (const Kind& kind : kinds) {
    if (context_for(client, kind) != 0) continue;
    const char* const name = dcmFindNameOfUID(kind.sop_class.c_str(), kind.sop_class.c_str());
    return Error{ErrorCode::unsupported,
                 fmt::format("the archive at {} takes no objects of the kind {}; nothing was sent",
                             name_of_server(address), name)};
  }
  return {};
}

/// Of an archive that refuses an object (PS3.4 B.2.3).
std::string why_refused(Uint16 status) {
  constexpr unsigned kind = 0xFF00;
  if ((status & kind) == 0xA700) return "it has no room left";
  if ((status & kind) == 0xA900) return "it says that this is no such object";
  return fmt::format("status {:04x}", status);
}

Result<void> send(ArchiveClient& client, const std::filesystem::path& path, const Kind& kind) {
  Uint16 status = 0;
  const OFCondition sent =
      client.sendSTORERequest(context_for(client, kind), path.c_str(), nullptr, status);
  if (sent.bad()) return client.broken_off(sent);
  if (status == STATUS_Success || DICOM_WARNING_STATUS(status)) return {};
  return Error{ErrorCode::unavailable, "the archive refuses an object: " + why_refused(status)};
}

}  // namespace

Result<void> store_in_archive(const ArchiveAddress& address,
                              const std::vector<std::filesystem::path>& files,
                              const Progress& progress) {
  LV_TRY(prepare_dicom());
  std::vector<Kind> kinds;
  for (const std::filesystem::path& file : files) {
    LV_ASSIGN(kinds.emplace_back(), kind_of(file));
  }
  ArchiveClient client;
  LV_TRY(open_for(client, address, {kinds.begin(), kinds.end()}, progress.stop));
  for (std::size_t i = 0; i < files.size(); ++i) {
    progress(static_cast<double>(i) / static_cast<double>(files.size()), "sending to the archive");
    if (progress.cancelled()) return Error{ErrorCode::cancelled, "stopped"};
    const auto sent = send(client, files[i], kinds[i]);
    if (sent.ok()) continue;
    return Error{sent.error().code,
                 fmt::format("{}; it has taken {} of {} objects: send them again, they will not be "
                             "there twice",
                             sent.error().what, i, files.size())};
  }
  return {};
}

}  // namespace lv
