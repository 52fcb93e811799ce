#include "engine/dicom/header.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "engine/dicom/attributes_dcmtk.h"
#include "engine/dicom/mosaic.h"
#include "engine/dicom/text.h"
#include "engine/dicom/toolkit.h"
#include "engine/study/date.h"

namespace lv {
namespace {

constexpr int most_frames = 100'000;
/// Of each of a file's pictures: the smallest that packs well takes more.
constexpr std::uint64_t least_frame_bytes = 32;
constexpr const char* directory_storage = "1.2.840.10008.1.3.10";

Error unreadable(std::string what) {
  return {ErrorCode::unreadable, std::move(what)};
}
Error unsupported(std::string what) {
  return {ErrorCode::unsupported, std::move(what)};
}

Outcome read_directory(DcmItem& data) {
  Outcome outcome;
  outcome.what = "table of contents of a disc";
  outcome.reason = "the files themselves are read";
  DcmElement* records = nullptr;
  if (data.findAndGetElement(DCM_DirectoryRecordSequence, records).bad()) return outcome;
  for (DcmItem* record : items_of(*records)) {
    OFString uid;
    if (record->findAndGetOFString(DCM_ReferencedSOPInstanceUIDInFile, uid).good() &&
        !uid.empty()) {
      outcome.listed_sop_uids.emplace_back(uid.c_str());
    }
  }
  return outcome;
}

/// JPEG 2000 may be without loss in its lossy syntax too; a scan that does not say so is suspected.
bool packs_with_loss(const std::string& transfer_syntax) {
  static constexpr std::string_view lossy[] = {"1.2.840.10008.1.2.4.50", "1.2.840.10008.1.2.4.51",
                                               "1.2.840.10008.1.2.4.53", "1.2.840.10008.1.2.4.55",
                                               "1.2.840.10008.1.2.4.81", "1.2.840.10008.1.2.4.91"};
  return std::ranges::find(lossy, transfer_syntax) != std::end(lossy);
}

/// "ORIGINAL\PRIMARY\M_FFE\P\FFE": the component, where ComplexImageComponent does not say it.
void component_from_image_type(Record& r) {
  const std::string type = "\\" + r.header.image_type + "\\";
  const auto says = [&](const char* value) { return type.find(value) != std::string::npos; };
  if (says("\\FIELD_MAP\\") || says("\\B0 MAP\\") || says("\\B0\\")) {
    r.picture.component = Component::field_map;
  } else if (r.picture.component != Component::magnitude || says("\\M\\")) {
    return;
  } else if (says("\\P\\") || says("\\PHASE MAP\\")) {
    r.picture.component = Component::phase;
  } else if (says("\\R\\")) {
    r.picture.component = Component::real;
  } else if (says("\\I\\")) {
    r.picture.component = Component::imaginary;
  }
}

std::string_view scale_doubt_of(const Record& r) {
  if (r.has_whole_table) return *r.has_whole_table ? "" : unusable_table;
  return can_scale(r.rescale) ? "" : absurd_scale;
}

/// Turns what was read into the picture's plane and the frame's own header.
void settle(Record& r) {
  component_from_image_type(r);
  r.header.scale_doubt = scale_doubt_of(r);
  r.picture.plane.reset();
  if (r.position && r.directions) {
    r.picture.plane = PicturePlane{*r.position, (*r.directions)[0], (*r.directions)[1]};
  }
}

Error cut_off() {
  return unreadable("it is cut off in the middle of the picture; copy it again from the disc");
}

/// Of a file that is cut off, the frames that are there stay.
Result<void> check_pixels(const Structure& structure, Record& r) {
  SeriesHeader& h = r.header;
  if (!transfer_syntax_supported(h.transfer_syntax_uid)) {
    return unsupported(
        fmt::format("its picture is packed in a way that longview cannot unpack (transfer syntax "
                    "{}); ask the hospital for the scans without compression",
                    h.transfer_syntax_uid));
  }
  if (h.rows < 1 || h.columns < 1 || h.frames < 1) {
    return unreadable("it says its picture has no rows or no columns");
  }
  if (r.bits_allocated != 8 && r.bits_allocated != 16 && r.bits_allocated != 32) {
    return unsupported(fmt::format("its pixels have {} bits, which no scan has", r.bits_allocated));
  }
  if (h.frames > most_frames) return unreadable("it claims an absurd number of pictures");
  const std::uint64_t all_bytes = structure.end - structure.pixels_at;
  if (h.frames > 1 && !structure.cut &&
      all_bytes / static_cast<std::uint64_t>(h.frames) < least_frame_bytes) {
    return unreadable("it claims more pictures than it can hold");
  }
  const double frame_bytes = static_cast<double>(h.rows) * h.columns *
                             std::max(1, r.samples_per_pixel) * (r.bits_allocated / 8);
  const double there = structure.packed
                           ? static_cast<double>(structure.fragments)
                           : std::floor(static_cast<double>(structure.pixel_bytes) / frame_bytes);
  if (there >= h.frames) return {};
  if (structure.cut && there >= 1) {
    h.frames = static_cast<int>(there);
    return {};
  }
  if (structure.cut) return cut_off();
  return unreadable(structure.packed
                        ? "it says it holds more pictures than there are"
                        : fmt::format("it says its picture has {} x {} pixels but holds fewer",
                                      h.columns, h.rows));
}

/// One picture of each frame: shared functional groups, then the frame's own.
std::vector<Picture> frames_of(DcmDataset& data, const Record& top) {
  Record base = top;
  DcmElement* shared = nullptr;
  DcmElement* per_frame = nullptr;
  if (data.findAndGetElement(DCM_SharedFunctionalGroupsSequence, shared).good()) {
    if (DcmItem* item = item_of(*shared)) read_attributes(*item, base);
  }
  std::vector<Picture> pictures;
  if (data.findAndGetElement(DCM_PerFrameFunctionalGroupsSequence, per_frame).bad())
    return pictures;
  for (DcmItem* item : items_of(*per_frame, static_cast<std::size_t>(top.header.frames))) {
    Record frame = base;
    read_attributes(*item, frame);
    settle(frame);
    const bool same = !pictures.empty() && *pictures.back().header == frame.header;
    frame.picture.header = same ? pictures.back().header
                                : std::make_shared<const SeriesHeader>(std::move(frame.header));
    frame.picture.frame = static_cast<std::int32_t>(pictures.size());
    pictures.push_back(std::move(frame.picture));
  }
  return pictures;
}

/// Frames of which nothing says where they lie: shown flat, in their order.
std::vector<Picture> frames_without_place(Record& r) {
  r.picture.plane.reset();
  r.picture.slice_location.reset();
  r.picture.header = std::make_shared<const SeriesHeader>(r.header);
  std::vector<Picture> frames;
  for (int i = 0; i < r.header.frames; ++i) {
    frames.push_back(r.picture);
    frames.back().frame = i;
    frames.back().instance_number = i + 1;
  }
  return frames;
}

Result<std::vector<Picture>> pictures_of(DcmDataset& data, const Structure& structure, Record& r) {
  if (r.header.modality == "MR" && r.header.has_pixels) {
    LV_TRY(check_pixels(structure, r));
    // An enhanced file of one frame keeps its attributes in functional groups too.
    if (std::vector<Picture> frames = frames_of(data, r); !frames.empty()) return frames;
    if (r.header.frames > 1) return frames_without_place(r);
    if (says_tiled(r.header) && r.tiles > 1) return tiles_of(r);
    if (says_tiled(r.header)) {
      return unsupported("it holds many slices side by side but not how many");
    }
  }
  r.picture.header = std::make_shared<const SeriesHeader>(r.header);
  return std::vector<Picture>{r.picture};
}

/// Attributes, functional groups, and what a DICOMDIR lists; DCMTK need not see the rest.
bool asked_of_a_header(std::uint32_t tag) {
  const std::uint32_t group = tag >> 16;
  return group == 0x0004 || group == 0x5200 || reads_attribute(tag);
}

/// ContentDate, which de-identifiers forget, or keep by intent. Hardly any file needs it, and each
/// attribute costs two per cent of reading a header, so it is read only then.
void find_date(Bytes& file, SeriesHeader& h) {
  const std::string* dates[] = {&h.acquisition_date, &h.series_date, &h.study_date};
  if (std::ranges::any_of(dates, [](const auto* d) { return date_from_dicom(*d).has_value(); })) {
    return;
  }
  const auto header = parse_header(file, [](std::uint32_t tag) { return tag == 0x00080023; });
  OFString date;
  if (header.ok() && header->file->getDataset()->findAndGetOFString(DCM_ContentDate, date).good() &&
      date_from_dicom(date.c_str())) {
    h.acquisition_date = date.c_str();
  }
}

Result<Outcome> contents_of(Bytes& bytes, const DicomHeader& header,
                            const std::shared_ptr<const FileSource>& source) {
  DcmFileFormat& file = *header.file;
  DcmDataset& data = *file.getDataset();
  OFString storage;
  file.getMetaInfo()->findAndGetOFString(DCM_MediaStorageSOPClassUID, storage);
  if (storage == directory_storage) return read_directory(data);
  Record record;
  read_attributes(data, record);
  OFString syntax;
  if (file.getMetaInfo()->findAndGetOFString(DCM_TransferSyntaxUID, syntax).bad() ||
      syntax.empty()) {
    syntax = DcmXfer(data.getOriginalXfer()).getXferID();
  }
  record.header.transfer_syntax_uid = utf8_from_dicom(syntax.c_str(), "");
  record.header.lossy = record.header.lossy || packs_with_loss(record.header.transfer_syntax_uid);
  record.header.has_pixels = header.structure.pixels_at > 0;
  if (record.header.modality.empty() && record.header.sop_class_uid.empty()) {
    return unreadable("it looks like a DICOM file but does not say what it holds");
  }
  settle(record);
  find_date(bytes, record.header);
  const int frames = record.header.frames;
  if (header.structure.cut && (record.header.modality != "MR" || frames < 2)) return cut_off();
  Outcome outcome;
  LV_ASSIGN(outcome.pictures, pictures_of(data, header.structure, record));
  if (std::cmp_less(outcome.pictures.size(), frames) && header.structure.cut) {
    outcome.what = "file of many pictures";
    outcome.reason = fmt::format("it is cut off; {} of its {} pictures are there; copy it again",
                                 outcome.pictures.size(), frames);
    outcome.unreadable = true;
  }
  for (Picture& picture : outcome.pictures) picture.source = source;
  return outcome;
}

}  // namespace

bool transfer_syntax_supported(const std::string& uid) {
  static constexpr std::string_view known[] = {
      "1.2.840.10008.1.2",       // implicit little endian
      "1.2.840.10008.1.2.1",     // explicit little endian
      "1.2.840.10008.1.2.1.99",  // deflated
      "1.2.840.10008.1.2.2",     // explicit big endian
      "1.2.840.113619.5.2",      // GE: implicit little endian, pixels big endian
      "1.2.840.10008.1.2.5",     // RLE
      "1.2.840.10008.1.2.4.50",  // JPEG baseline
      "1.2.840.10008.1.2.4.51",  // JPEG extended
      "1.2.840.10008.1.2.4.53",  // JPEG spectral selection
      "1.2.840.10008.1.2.4.55",  // JPEG progressive
      "1.2.840.10008.1.2.4.57",  // JPEG lossless
      "1.2.840.10008.1.2.4.70",  // JPEG lossless, first-order prediction
      "1.2.840.10008.1.2.4.80",  // JPEG-LS lossless
      "1.2.840.10008.1.2.4.81",  // JPEG-LS near-lossless
      "1.2.840.10008.1.2.4.90",  // JPEG 2000 lossless
      "1.2.840.10008.1.2.4.91",  // JPEG 2000
  };
  return std::ranges::find(known, uid) != std::end(known);
}

Result<Outcome> read_header(Bytes& file, const std::shared_ptr<const FileSource>& source) {
  return at_the_door([&]() -> Result<Outcome> {
    LV_ASSIGN(const DicomHeader header, parse_header(file, asked_of_a_header));
    return contents_of(file, header, source);
  });
}

}  // namespace lv
