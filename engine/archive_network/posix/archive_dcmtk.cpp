#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dctk.h>
#include <fmt/format.h>

#include <algorithm>
#include <functional>

#include "engine/archive_network/archive.h"
#include "engine/archive_network/posix/connection_dcmtk.h"
#include "engine/core/assert.h"
#include "engine/core/log.h"
#include "engine/dicom/toolkit.h"

namespace lv {
namespace {

constexpr const char* find_class = UID_FINDStudyRootQueryRetrieveInformationModel;
constexpr const char* get_class = UID_GETStudyRootQueryRetrieveInformationModel;

/// Of one question are read; an archive may have millions.
constexpr std::size_t most_answers = 10'000;

/// What longview reads, and in which forms.
constexpr const char* picture_classes[] = {UID_MRImageStorage,
                                           UID_EnhancedMRImageStorage,
                                           UID_EnhancedMRColorImageStorage,
                                           UID_LegacyConvertedEnhancedMRImageStorage,
                                           UID_CTImageStorage,
                                           UID_EnhancedCTImageStorage,
                                           UID_SecondaryCaptureImageStorage};
constexpr const char* compressed_forms[] = {
    UID_JPEGProcess14SV1TransferSyntax,     UID_JPEGLSLosslessTransferSyntax,
    UID_JPEG2000LosslessOnlyTransferSyntax, UID_JPEG2000TransferSyntax,
    UID_JPEGProcess1TransferSyntax,         UID_RLELosslessTransferSyntax};

}  // namespace

Result<void> archives_can_be_asked() {
  return {};
}

/// The calls of DCMTK's client that hand over what arrives.
class AskingClient : public ArchiveClient {
 public:
  std::function<bool(DcmDataset&)> on_found;            ///< false: it is enough
  std::function<Result<void>(DcmDataset&)> on_picture;  ///< an error ends the transfer
  Result<void> kept;                                    ///< that error
  Uint16 final_status = 0;

 protected:
  OFCondition handleFINDResponse(const T_ASC_PresentationContextID, QRResponse* response,
                                 OFBool& go_on) override {
    final_status = response->m_status;
    go_on = DICOM_PENDING_STATUS(final_status);
    if (go_on && response->m_dataset != nullptr) go_on = on_found(*response->m_dataset);
    return EC_Normal;
  }

  OFCondition handleSTORERequest(const T_ASC_PresentationContextID, DcmDataset* picture,
                                 OFBool& go_on, Uint16& status) override {
    if (picture != nullptr && kept.ok()) kept = on_picture(*picture);
    go_on = kept.ok();
    status = kept.ok() ? STATUS_Success : STATUS_STORE_Refused_OutOfResources;
    return EC_Normal;
  }

  OFCondition handleCGETResponse(const T_ASC_PresentationContextID, RetrieveResponse* response,
                                 OFBool& go_on) override {
    final_status = response->m_status;
    go_on = DICOM_PENDING_STATUS(final_status);
    return EC_Normal;
  }
};

namespace {

void offer(AskingClient& client) {
  OFList<OFString> plain, one;
  plain.push_back(UID_LittleEndianExplicitTransferSyntax);
  plain.push_back(UID_LittleEndianImplicitTransferSyntax);
  client.addPresentationContext(find_class, plain);
  client.addPresentationContext(get_class, plain);
  for (const char* const picture_class : picture_classes) {
    client.addPresentationContext(picture_class, plain, ASC_SC_ROLE_SCP);
    for (const char* const form : compressed_forms) {
      one.clear();
      one.push_back(form);
      client.addPresentationContext(picture_class, one, ASC_SC_ROLE_SCP);
    }
  }
}

void ask_for(DcmDataset& query, const char* keyword, const std::string& value) {
  DcmTag tag;
  LV_ASSERT(DcmTag::findTagFromName(keyword, tag).good());
  LV_ASSERT(query.putAndInsertString(tag, value.c_str()).good());
}

std::string text_of(DcmDataset& dataset, const DcmTagKey& tag) {
  OFString text;
  dataset.findAndGetOFString(tag, text);
  return text.c_str();
}

/// Reports, drawings on pictures, plans: an archive refuses what we do not offer to take.
bool holds_no_pictures(const std::string& modality) {
  constexpr const char* kinds[] = {"SR",  "PR",       "KO",     "DOC", "REG",
                                   "SEG", "RTSTRUCT", "RTPLAN", "FID"};
  return std::ranges::find(kinds, modality) != std::end(kinds);
}

}  // namespace

struct HospitalArchive::Connection {
  ArchiveAddress address;
  AskingClient client;

  T_ASC_PresentationContextID context(const char* work) {
    return client.findAnyPresentationContextID(work, "");
  }

  /// Hands over what fits, at most most_answers; how many that were.
  Result<std::size_t> ask(DcmDataset& query, const std::function<void(DcmDataset&)>& take) {
    std::size_t count = 0;
    client.on_found = [&](DcmDataset& found) {
      take(found);
      return ++count < most_answers;
    };
    const OFCondition done = client.sendFINDRequest(context(find_class), &query, nullptr);
    if (done.bad()) return client.broken_off(done);
    if (count == most_answers) client.abortAssociation();  // it would go on sending
    if (client.final_status == STATUS_Success || count == most_answers) return count;
    return Error{ErrorCode::unavailable,
                 fmt::format("the archive could not answer what was asked (status {:04x})",
                             client.final_status)};
  }
};

HospitalArchive::HospitalArchive(std::unique_ptr<Connection> connection)
    : connection_(std::move(connection)) {}
HospitalArchive::~HospitalArchive() = default;
HospitalArchive::HospitalArchive(HospitalArchive&&) noexcept = default;

Result<HospitalArchive> HospitalArchive::open(const ArchiveAddress& address,
                                              const std::stop_token& stop) {
  LV_TRY(prepare_dicom());
  auto connection = std::make_unique<Connection>();
  connection->address = address;
  AskingClient& client = connection->client;
  offer(client);
  LV_TRY(client.connect(address, stop));
  if (connection->context(find_class) == 0 || connection->context(get_class) == 0) {
    return Error{
        ErrorCode::unsupported,
        fmt::format("the archive at {} does not hand out pictures over the connection that "
                    "asks for them (C-FIND and C-GET), and longview opens no other",
                    name_of_server(address))};
  }
  return HospitalArchive(std::move(connection));
}

Result<std::vector<std::string>> HospitalArchive::find_studies() {
  std::vector<std::string> studies;
  DcmDataset query;
  ask_for(query, "QueryRetrieveLevel", "STUDY");
  ask_for(query, "StudyInstanceUID", "");
  for (const auto& [keyword, value] : connection_->address.study) {
    ask_for(query, keyword.c_str(), value);
  }
  LV_ASSIGN(const std::size_t count, connection_->ask(query, [&](DcmDataset& found) {
    if (studies.size() < most_archived_studies) {
      studies.push_back(text_of(found, DCM_StudyInstanceUID));
    }
  }));
  if (count <= most_archived_studies) return studies;
  return Error{ErrorCode::usage,
               fmt::format("{} studies fit, at most {} are read at a time; ask for one person "
                           "(?PatientID=…) or a time (?StudyDate=20100101-20201231)",
                           count < most_answers ? std::to_string(count) : "10000 or more",
                           most_archived_studies)};
}

Result<std::vector<ArchivedSeries>> HospitalArchive::find_series(const std::string& study) {
  std::vector<ArchivedSeries> series;
  DcmDataset query;
  ask_for(query, "QueryRetrieveLevel", "SERIES");
  ask_for(query, "StudyInstanceUID", study);
  ask_for(query, "SeriesInstanceUID", "");
  ask_for(query, "Modality", "");
  ask_for(query, "NumberOfSeriesRelatedInstances", "");
  for (const auto& [keyword, value] : connection_->address.series) {
    ask_for(query, keyword.c_str(), value);
  }
  LV_ASSIGN(const std::size_t count, connection_->ask(query, [&](DcmDataset& found) {
    if (holds_no_pictures(text_of(found, DCM_Modality))) return;
    Sint32 pictures = 0;
    found.findAndGetSint32(DCM_NumberOfSeriesRelatedInstances, pictures);
    series.push_back({study, text_of(found, DCM_SeriesInstanceUID), static_cast<int>(pictures)});
  }));
  if (count < most_answers) return series;
  return Error{ErrorCode::unavailable, "the archive names series of one study without end"};
}

Result<void> HospitalArchive::get(const ArchivedSeries& series, const std::filesystem::path& folder,
                                  const Progress& progress) {
  AskingClient& client = connection_->client;
  int files = 0;
  client.kept = {};
  client.on_picture = [&](DcmDataset& picture) -> Result<void> {
    if (progress.cancelled()) return Error{ErrorCode::cancelled, "stopped"};
    const std::filesystem::path path = folder / fmt::format("{:06}.dcm", ++files);
    DcmFileFormat file(&picture);
    if (file.saveFile(path.c_str(), picture.getOriginalXfer()).good()) return {};
    return Error{ErrorCode::unwritable, "what the archive sends cannot be kept: is the disk full?"};
  };
  DcmDataset query;
  ask_for(query, "QueryRetrieveLevel", "SERIES");
  ask_for(query, "StudyInstanceUID", series.study_uid);
  ask_for(query, "SeriesInstanceUID", series.series_uid);
  const OFCondition done = client.sendCGETRequest(connection_->context(get_class), &query, nullptr);
  LV_TRY(client.kept);
  if (done.bad()) return client.broken_off(done);
  if (client.final_status == STATUS_Success) return {};
  if (files > 0) {
    log::warning("archive", "some pictures of a series were not handed out");
    return {};
  }
  return Error{
      ErrorCode::unavailable,
      fmt::format("the archive did not hand out a series (status {:04x})", client.final_status)};
}

}  // namespace lv
