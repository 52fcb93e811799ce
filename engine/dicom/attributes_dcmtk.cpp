#include "engine/dicom/attributes_dcmtk.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstring>
#include <unordered_map>

#include "engine/dicom/siemens.h"
#include "engine/dicom/text.h"
#include "engine/study/date.h"

namespace lv {
namespace {

constexpr Uint32 longest_text_bytes = 16384;
constexpr std::size_t longest_number_bytes = 64;
constexpr int most_tiles = 4096;

std::string_view raw_text(DcmElement& e) {
  char* value = nullptr;
  if (e.getLength() > longest_text_bytes || e.getString(value).bad() || value == nullptr) return {};
  return value;
}

/// One number, which some writers give a comma for a point. Empty: it is none, or of doubtful
/// meaning ("1,250.5").
std::optional<double> number_of_text(std::string_view text) {
  const auto is_blank = [](char c) { return c == ' ' || c == '+' || c == '\0'; };
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || !std::isfinite(value)) return std::nullopt;
  if (end == text.data() + text.size() || *end != ',') return value;
  std::string pointed(text.substr(0, longest_number_bytes));
  pointed[pointed.find(',')] = '.';
  const bool ambiguous =
      pointed.find(',') != std::string::npos || std::ranges::count(pointed, '.') > 1;
  return ambiguous ? std::nullopt : number_of_text(pointed);
}

std::vector<double> numbers_of_text(std::string_view text) {
  std::vector<double> numbers;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\\'), text.size());
    const std::optional<double> number = number_of_text(text.substr(0, end));
    if (!number) break;
    numbers.push_back(*number);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return numbers;
}

template <class T>
std::vector<double> finite(const T* values, unsigned long count) {
  std::vector<double> numbers;
  for (unsigned long i = 0; i < count && values != nullptr; ++i) {
    const auto value = static_cast<double>(values[i]);
    if (!std::isfinite(value)) break;
    numbers.push_back(value);
  }
  return numbers;
}

/// Private values whose representation DCMTK does not know: text, or one little-endian float.
std::vector<double> numbers_of_unknown(DcmElement& e) {
  Uint8* bytes = nullptr;
  const Uint32 length = e.getLength();
  if (length > 256 || e.getUint8Array(bytes).bad() || bytes == nullptr) return {};
  const std::string_view text(reinterpret_cast<const char*>(bytes), length);
  const bool printable =
      std::ranges::all_of(text, [](char c) { return (c >= ' ' && c <= '~') || c == '\0'; });
  if (printable) return numbers_of_text(text);
  float value = 0;
  if (length != sizeof value) return {};
  std::memcpy(&value, bytes, sizeof value);
  return finite(&value, 1);
}

double number_of(DcmElement& e, double otherwise = 0.0) {
  const std::vector<double> numbers = numbers_of(e);
  return numbers.empty() ? otherwise : numbers.front();
}

int whole_number_of(DcmElement& e) {
  return static_cast<int>(std::clamp(number_of(e), -2147483647.0, 2147483647.0));
}

template <std::string SeriesHeader::*field>
void text(DcmElement& e, Record& r) {
  r.header.*field = utf8_from_dicom(raw_text(e), r.character_sets);
}
/// Only where nothing better was there.
template <std::string SeriesHeader::*field>
void text_if_empty(DcmElement& e, Record& r) {
  if ((r.header.*field).empty()) text<field>(e, r);
}
template <std::string PersonTags::*field>
void person(DcmElement& e, Record& r) {
  r.header.person.*field = utf8_from_dicom(raw_text(e), r.character_sets);
}
template <auto field>
void header_number(DcmElement& e, Record& r) {
  r.header.*field = number_of(e);
}
template <auto field>
void header_count(DcmElement& e, Record& r) {
  r.header.*field = whole_number_of(e);
}
template <auto field>
void picture_count(DcmElement& e, Record& r) {
  r.picture.*field = whole_number_of(e);
}
template <auto field>
void picture_number(DcmElement& e, Record& r) {
  const std::vector<double> numbers = numbers_of(e);
  if (!numbers.empty()) {
    r.picture.*field = static_cast<std::remove_cvref_t<decltype(r.picture.*field)>>(numbers[0]);
  }
}
template <auto field>
void picture_optional(DcmElement& e, Record& r) {
  const std::vector<double> numbers = numbers_of(e);
  using Value = typename std::remove_cvref_t<decltype(r.picture.*field)>::value_type;
  if (!numbers.empty()) r.picture.*field = static_cast<Value>(numbers[0]);
}

void sop_uid(DcmElement& e, Record& r) {
  r.picture.sop_uid = utf8_from_dicom(raw_text(e), "");
}
void character_sets(DcmElement& e, Record& r) {
  r.character_sets = raw_text(e);
}
void field_strength(DcmElement& e, Record& r) {
  const double value = number_of(e);
  r.header.field_strength_t = value > 100 ? value / 10000 : value;  // old GE files write gauss
}
void lossy(DcmElement& e, Record& r) {
  r.header.lossy = utf8_from_dicom(raw_text(e), "") == "01";
}
template <double Rescale::*field>
void scale(DcmElement& e, Record& r) {
  if (e.getLength() > 0) r.rescale.*field = scale_number(e);
}
void scale_table(DcmElement& e, Record& r) {
  if (e.getLength() > 0) r.has_whole_table = value_table(e).has_value();
}
void position(DcmElement& e, Record& r) {
  const std::vector<double> n = numbers_of(e);
  if (n.size() == 3) r.position = dvec3(n[0], n[1], n[2]);
}
void orientation(DcmElement& e, Record& r) {
  const std::vector<double> n = numbers_of(e);
  if (n.size() != 6) return;
  r.directions = {dvec3(n[0], n[1], n[2]), dvec3(n[3], n[4], n[5])};
}
void pixel_spacing(DcmElement& e, Record& r) {
  const std::vector<double> n = numbers_of(e);
  // Some writers add the distance between slices.
  if (n.size() == 2 || n.size() == 3) r.picture.pixel_spacing_mm = dvec2(n[0], n[1]);
}
void acquisition_time(DcmElement& e, Record& r) {
  if (const auto seconds = seconds_from_dicom(raw_text(e))) {
    r.picture.time_s = static_cast<float>(*seconds);
  }
}
void time_if_empty(DcmElement& e, Record& r) {
  if (!r.picture.time_s) acquisition_time(e, r);
}
/// "20220711120517.04": date and time of day.
void date_time(DcmElement& e, Record& r) {
  const std::string_view text = raw_text(e);
  if (text.size() < 12) return;
  if (r.header.acquisition_date.empty()) r.header.acquisition_date = text.substr(0, 8);
  if (const auto seconds = seconds_from_dicom(text.substr(8))) {
    r.picture.time_s = static_cast<float>(*seconds);
  }
}
void component(DcmElement& e, Record& r) {
  const std::string_view said = raw_text(e);
  if (said.starts_with("PHASE")) r.picture.component = Component::phase;
  if (said.starts_with("REAL")) r.picture.component = Component::real;
  if (said.starts_with("IMAG")) r.picture.component = Component::imaginary;
}
std::string code_meaning(DcmElement& e, const Record& r) {
  OFString meaning;
  DcmItem* item = item_of(e);
  if (item == nullptr || item->findAndGetOFString(DCM_CodeMeaning, meaning).bad()) return {};
  return utf8_from_dicom(meaning.c_str(), r.character_sets);
}
void agent_from_code(DcmElement& e, Record& r) {
  if (r.header.contrast_agent.empty()) r.header.contrast_agent = code_meaning(e, r);
}
void agent_administered(DcmElement& e, Record& r) {
  if (raw_text(e).starts_with("NO")) r.header.contrast_agent = "NO";
}
void body_from_code(DcmElement& e, Record& r) {
  if (r.header.body_part.empty()) r.header.body_part = code_meaning(e, r);
}
void b_value(DcmElement& e, Record& r) {
  const std::vector<double> n = numbers_of(e);
  // GE adds 10^9 to mark high b-values.
  if (!n.empty() && n[0] >= 0) r.picture.b_value = static_cast<float>(std::fmod(n[0], 1e9));
}
void ge_component(DcmElement& e, Record& r) {
  static constexpr std::array parts = {Component::magnitude, Component::phase, Component::real,
                                       Component::imaginary};
  const double n = number_of(e);
  if (n >= 0 && n < 4) r.picture.component = parts[static_cast<std::size_t>(n)];
}
void tile_count(DcmElement& e, Record& r) {
  r.tiles = std::clamp(whole_number_of(e), 0, most_tiles);
}
void uih_tiles(DcmElement& e, Record& r) {
  for (DcmItem* item : items_of(e, most_tiles)) {
    Record tile;
    read_attributes(*item, tile);
    if (tile.position) r.tile_positions.push_back(*tile.position);
    if (!r.picture.time_s) r.picture.time_s = tile.picture.time_s;
    if (r.header.acquisition_date.empty()) r.header.acquisition_date = tile.header.acquisition_date;
  }
}
void siemens_header(DcmElement& e, Record& r) {
  if (r.header.image_type.find("MOSAIC") == std::string::npos) return;
  Uint8* bytes = nullptr;
  if (e.getUint8Array(bytes).bad() || bytes == nullptr) return;
  const SiemensHeader csa = read_siemens_header({bytes, e.getLength()});
  r.slice_normal = csa.slice_normal;
  if (r.tiles == 0) r.tiles = csa.images_in_mosaic;
}

/// Functional groups and the like: one item that holds more attributes of the same picture.
void inside(DcmElement& e, Record& r) {
  if (DcmItem* item = item_of(e)) read_attributes(*item, r);
}

using Read = void (*)(DcmElement&, Record&);

using H = SeriesHeader;
using P = Picture;
struct TagHash {
  std::size_t operator()(const DcmTagKey& tag) const { return tag.hash(); }
};
const std::unordered_map<DcmTagKey, Read, TagHash> table = {
    {DCM_SpecificCharacterSet, character_sets},
    {DCM_ImageType, text<&H::image_type>},
    {DCM_SOPClassUID, text<&H::sop_class_uid>},
    {DCM_SOPInstanceUID, sop_uid},
    {DCM_StudyDate, text<&H::study_date>},
    {DCM_SeriesDate, text<&H::series_date>},
    {DCM_AcquisitionDate, text<&H::acquisition_date>},
    {DCM_AcquisitionDateTime, date_time},
    {DCM_SeriesTime, time_if_empty},
    {DCM_AcquisitionTime, acquisition_time},
    {DCM_Modality, text<&H::modality>},
    {DCM_Manufacturer, text<&H::manufacturer>},
    {DCM_StudyDescription, text<&H::study_description>},
    {DCM_SeriesDescription, text<&H::series_description>},
    {DCM_ManufacturerModelName, text<&H::model>},
    {DCM_AnatomicRegionSequence, body_from_code},
    {DCM_FrameType, text<&H::image_type>},
    {DCM_ComplexImageComponent, component},
    {DCM_AcquisitionContrast, text<&H::acquisition_contrast>},
    {DCM_PatientName, person<&PersonTags::name>},
    {DCM_PatientID, person<&PersonTags::id>},
    {DCM_PatientBirthDate, person<&PersonTags::birth_date>},
    {DCM_PatientSex, person<&PersonTags::sex>},
    {DCM_ContrastBolusAgent, text<&H::contrast_agent>},
    {DCM_ContrastBolusAgentSequence, agent_from_code},
    {DCM_BodyPartExamined, text<&H::body_part>},
    {DCM_ScanningSequence, text<&H::scanning_sequence>},
    {DCM_SequenceVariant, text<&H::sequence_variant>},
    {DCM_ScanOptions, text<&H::scan_options>},
    {DCM_MRAcquisitionType, text<&H::acquisition_type>},
    {DCM_SequenceName, text<&H::sequence_name>},
    {DCM_SliceThickness, picture_number<&P::slice_thickness_mm>},
    {DCM_RepetitionTime, picture_number<&P::repetition_time>},
    {DCM_EchoTime, picture_number<&P::echo_time>},
    {DCM_InversionTime, picture_number<&P::inversion_time>},
    {DCM_MagneticFieldStrength, field_strength},
    {DCM_SpacingBetweenSlices, picture_number<&P::spacing_between_mm>},
    {DCM_ProtocolName, text<&H::protocol_name>},
    {DCM_ContrastBolusVolume, header_number<&H::contrast_volume_ml>},
    {DCM_FlipAngle, picture_number<&P::flip_angle_deg>},
    {DCM_PulseSequenceName, text_if_empty<&H::sequence_name>},
    {DCM_EchoPulseSequence, text<&H::echo_pulse_sequence>},
    {DCM_SpectrallySelectedSuppression, text<&H::fat_suppression>},
    {DCM_FrameAcquisitionDateTime, date_time},
    {DCM_InversionTimes, picture_number<&P::inversion_time>},
    {DCM_EffectiveEchoTime, picture_number<&P::echo_time>},
    {DCM_DiffusionBValue, b_value},
    {DCM_ContrastBolusAgentAdministered, agent_administered},
    {DCM_StudyInstanceUID, text<&H::study_uid>},
    {DCM_SeriesInstanceUID, text<&H::series_uid>},
    {DCM_SeriesNumber, header_count<&H::series_number>},
    {DCM_AcquisitionNumber, picture_count<&P::acquisition_number>},
    {DCM_InstanceNumber, picture_count<&P::instance_number>},
    {DCM_ImagePositionPatient, position},
    {DCM_ImageOrientationPatient, orientation},
    {DCM_FrameOfReferenceUID, text<&H::frame_of_reference_uid>},
    {DCM_Laterality, text_if_empty<&H::laterality>},
    {DCM_ImageLaterality, text_if_empty<&H::laterality>},
    {DCM_TemporalPositionIdentifier, picture_count<&P::temporal_position>},
    {DCM_SliceLocation, picture_optional<&P::slice_location>},
    {DCM_TemporalPositionIndex, picture_count<&P::temporal_position>},
    {DCM_SamplesPerPixel,
     [](DcmElement& e, Record& r) { r.samples_per_pixel = whole_number_of(e); }},
    {DCM_PhotometricInterpretation, text<&H::photometric>},
    {DCM_NumberOfFrames, header_count<&H::frames>},
    {DCM_Rows, header_count<&H::rows>},
    {DCM_Columns, header_count<&H::columns>},
    {DCM_PixelSpacing, pixel_spacing},
    {DCM_BitsAllocated, [](DcmElement& e, Record& r) { r.bits_allocated = whole_number_of(e); }},
    {DCM_RescaleIntercept, scale<&Rescale::intercept>},
    {DCM_RescaleSlope, scale<&Rescale::slope>},
    {DCM_LossyImageCompression, lossy},
    {DCM_ModalityLUTSequence, scale_table},
    // Functional groups (PS3.3 C.7.6.16 and C.8.13).
    {DCM_MRImagingModifierSequence, inside},
    {DCM_MRTimingAndRelatedParametersSequence, inside},
    {DCM_MREchoSequence, inside},
    {DCM_MRModifierSequence, inside},
    {DCM_MRDiffusionSequence, inside},
    {DCM_MRImageFrameTypeSequence, inside},
    {DCM_ContrastBolusUsageSequence, inside},
    {DCM_FrameAnatomySequence, inside},
    {DCM_FrameLaterality, text_if_empty<&H::laterality>},
    {DCM_FrameContentSequence, inside},
    {DCM_PlanePositionSequence, inside},
    {DCM_PlaneOrientationSequence, inside},
    {DCM_PerformedProcedureStepDescription, text_if_empty<&H::study_description>},
    {DCM_UnassignedSharedConvertedAttributesSequence,
     inside},  // what a legacy converted file shares and found no place for
    {DCM_UnassignedPerFrameConvertedAttributesSequence, inside},  // the same of one frame
    {DCM_PixelMeasuresSequence, inside},
    {DCM_PixelValueTransformationSequence, inside},
};

/// Private attributes: group, element within the creator's block, start of the creator's name.
struct PrivateAttribute {
  unsigned group, element;
  std::string_view creator;
  Read read;
};
constexpr PrivateAttribute private_table[] = {
    {0x0019, 0x0A, "SIEMENS MR HEADER", tile_count},
    {0x0019, 0x0C, "SIEMENS MR HEADER", b_value},
    {0x0029, 0x10, "SIEMENS CSA HEADER", siemens_header},
    {0x0043, 0x2F, "GEMS_PARM_01", ge_component},
    {0x0043, 0x39, "GEMS_PARM_01", b_value},
    {0x0065, 0x09, "Image Private Header", b_value},
    {0x0065, 0x50, "Image Private Header", tile_count},
    {0x0065, 0x51, "Image Private Header", uih_tiles},
    {0x2001, 0x03, "Philips Imaging DD 001", b_value},
};

void read_private(unsigned group, unsigned element, DcmElement& e, Record& r) {
  for (const PrivateAttribute& attribute : private_table) {
    if (attribute.group != group) continue;
    if (element < 0x100) {
      r.creators.emplace_back(group << 8 | element, raw_text(e));
      return;
    }
    const auto creator = std::ranges::find(r.creators, group << 8 | element >> 8,
                                           &std::pair<unsigned, std::string>::first);
    if ((element & 0xFF) == attribute.element && creator != r.creators.end() &&
        creator->second.starts_with(attribute.creator)) {
      attribute.read(e, r);
    }
  }
}

}  // namespace

DcmItem* item_of(DcmElement& element, unsigned long n) {
  auto* sequence = dynamic_cast<DcmSequenceOfItems*>(&element);
  return sequence != nullptr && n < sequence->card() ? sequence->getItem(n) : nullptr;
}

std::vector<DcmItem*> items_of(DcmElement& element, std::size_t most) {
  std::vector<DcmItem*> items;
  auto* sequence = dynamic_cast<DcmSequenceOfItems*>(&element);
  DcmObject* object = nullptr;
  while (sequence != nullptr && items.size() < most &&
         (object = sequence->nextInContainer(object)) != nullptr) {
    items.push_back(static_cast<DcmItem*>(object));
  }
  return items;
}

std::vector<double> numbers_of(DcmElement& e) {
  Float64* doubles = nullptr;
  Float32* floats = nullptr;
  Uint16* words = nullptr;
  switch (e.getVR()) {
    case EVR_FD:
      return e.getFloat64Array(doubles).good() ? finite(doubles, e.getVM()) : std::vector<double>();
    case EVR_FL:
      return e.getFloat32Array(floats).good() ? finite(floats, e.getVM()) : std::vector<double>();
    case EVR_US:
      return e.getUint16Array(words).good() ? finite(words, e.getVM()) : std::vector<double>();
    case EVR_UL:
    case EVR_up: {
      Uint32* values = nullptr;
      return e.getUint32Array(values).good() ? finite(values, e.getVM()) : std::vector<double>();
    }
    case EVR_SL: {
      Sint32* values = nullptr;
      return e.getSint32Array(values).good() ? finite(values, e.getVM()) : std::vector<double>();
    }
    case EVR_SS: {
      Sint16* values = nullptr;
      return e.getSint16Array(values).good() ? finite(values, e.getVM()) : std::vector<double>();
    }
    case EVR_UN:
    case EVR_OB:
      return numbers_of_unknown(e);
    default:
      return numbers_of_text(raw_text(e));
  }
}

bool reads_attribute(std::uint32_t tag) {
  const auto group = static_cast<Uint16>(tag >> 16), element = static_cast<Uint16>(tag & 0xFFFF);
  if (group % 2 == 0) return table.contains({group, element});
  return std::ranges::any_of(private_table, [&](const PrivateAttribute& attribute) {
    return attribute.group == group && (element < 0x100 || (element & 0xFF) == attribute.element);
  });
}

void read_attributes(DcmItem& item, Record& record) {
  DcmObject* object = nullptr;
  while ((object = item.nextInContainer(object)) != nullptr) {
    auto& element = static_cast<DcmElement&>(*object);
    const unsigned group = element.getGTag(), number = element.getETag();
    if (group % 2 == 1) {
      read_private(group, number, element, record);
      continue;
    }
    const auto entry = table.find(element.getTag());
    if (entry != table.end()) entry->second(element, record);
  }
}

}  // namespace lv
