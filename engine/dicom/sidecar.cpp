#include "engine/dicom/sidecar.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string_view>
#include <vector>

#include "engine/core/shown_text.h"
#include "engine/study/date.h"

namespace lv {
namespace {

using Json = nlohmann::json;

constexpr std::size_t longest_value_bytes = 256;  ///< as of DICOM's values

std::string shown(std::string_view text) {
  return shown_text(text.substr(0, longest_value_bytes));
}

std::string text_of(const Json& json, const char* name) {
  const auto value = json.find(name);
  if (value == json.end()) return {};
  if (value->is_string()) return shown(value->get_ref<const std::string&>());
  if (!value->is_array()) return {};
  std::string joined;
  for (const Json& part : *value) {
    if (part.is_string()) joined += (joined.empty() ? "" : "\\") + part.get<std::string>();
  }
  return shown(joined);
}

double number_of(const Json& json, const char* name) {
  const auto value = json.find(name);
  const double number = value != json.end() && value->is_number() ? value->get<double>() : 0.0;
  return std::isfinite(number) ? number : 0.0;
}

/// A date as DICOM writes it, of one as ISO 8601 does; empty: it is none.
std::string dicom_date(std::string_view iso) {
  std::string digits;
  for (const char c : iso.substr(0, 10)) {
    if (std::isdigit(static_cast<unsigned char>(c)) != 0) digits += c;
  }
  return digits.size() == 8 ? digits : "";
}

/// Seconds of the day, of "2013-05-21T08:19:33.5" or "08:19:33.5".
std::optional<float> time_of_day_s(std::string_view iso) {
  const auto at = iso.find('T');
  const std::string text(at == std::string_view::npos ? iso : iso.substr(at + 1));
  int hour = 0, minute = 0;
  float second = 0;
  if (std::sscanf(text.c_str(), "%d:%d:%f", &hour, &minute, &second) != 3) return std::nullopt;
  return static_cast<float>(3600 * hour + 60 * minute) + second;
}

void read_words(const Json& json, SeriesHeader& h) {
  const std::pair<const char*, std::string SeriesHeader::*> texts[] = {
      {"StudyInstanceUID", &SeriesHeader::study_uid},
      {"SeriesInstanceUID", &SeriesHeader::series_uid},
      {"StudyDescription", &SeriesHeader::study_description},
      {"SeriesDescription", &SeriesHeader::series_description},
      {"ProtocolName", &SeriesHeader::protocol_name},
      {"BodyPartExamined", &SeriesHeader::body_part},
      {"Manufacturer", &SeriesHeader::manufacturer},
      {"ManufacturersModelName", &SeriesHeader::model},
      {"ImageType", &SeriesHeader::image_type},
      {"ScanningSequence", &SeriesHeader::scanning_sequence},
      {"SequenceVariant", &SeriesHeader::sequence_variant},
      {"ScanOptions", &SeriesHeader::scan_options},
      {"SequenceName", &SeriesHeader::sequence_name},
      {"MRAcquisitionType", &SeriesHeader::acquisition_type},
      {"ContrastBolusIngredient", &SeriesHeader::contrast_agent}};
  for (const auto& [name, field] : texts) h.*field = text_of(json, name);
  h.person = {text_of(json, "PatientName"), text_of(json, "PatientID"),
              dicom_date(text_of(json, "PatientBirthDate")), text_of(json, "PatientSex")};
  if (const std::string modality = text_of(json, "Modality"); !modality.empty()) {
    h.modality = modality;
  }
}

void read_numbers(const Json& json, Sidecar& s) {
  constexpr double ms_per_s = 1000.0;
  const auto ms = [&](const char* name) {
    return static_cast<float>(ms_per_s * number_of(json, name));
  };
  s.header.field_strength_t = number_of(json, "MagneticFieldStrength");
  if (json.contains("SeriesNumber")) {
    s.header.series_number = static_cast<int>(number_of(json, "SeriesNumber"));
  }
  s.slice_thickness_mm = number_of(json, "SliceThickness");
  s.echo_time = ms("EchoTime");
  s.repetition_time = ms("RepetitionTime");
  s.inversion_time = ms("InversionTime");
  s.flip_angle_deg = static_cast<float>(number_of(json, "FlipAngle"));
}

void read_json(const std::string& text, Sidecar& s) {
  const Json json = Json::parse(text, nullptr, false);
  if (!json.is_object()) return;
  read_words(json, s.header);
  read_numbers(json, s);
  const std::string when = text_of(json, "AcquisitionDateTime");
  s.header.acquisition_date = s.header.study_date = dicom_date(when);
  s.time_s = time_of_day_s(when.empty() ? text_of(json, "AcquisitionTime") : when);
}

std::vector<std::string> split(const std::string& text, char at) {
  std::vector<std::string> parts;
  std::istringstream stream(text);
  for (std::string part; std::getline(stream, part, at);) parts.push_back(part);
  return parts;
}

/// The column `acq_time` of a table's row whose first column ends in `name`: a date and time.
std::string acquisition_time(const std::string& table, const std::string& name) {
  const std::vector<std::string> lines = split(table, '\n');
  if (lines.empty() || name.empty()) return {};
  const std::vector<std::string> heads = split(lines[0], '\t');
  const auto column = std::ranges::find_if(
      heads, [](const std::string& head) { return head.starts_with("acq_time"); });
  if (column == heads.end()) return {};
  const auto index = static_cast<std::size_t>(column - heads.begin());
  for (const std::string& line : lines) {
    const std::vector<std::string> cells = split(line, '\t');
    if (cells.size() > index && cells[0].ends_with(name)) return cells[index];
  }
  return {};
}

/// What a name of a file or a folder tells, part by part: "sub-03_ses-2_acq-3d_T1w" (BIDS),
/// "patient01/visit2/FLAIR", "2015-03-02".
struct Name {
  std::string subject, session, date;
  std::string words;  ///< the rest
};

/// A word with a number behind it: "ses-2", "visit02".
bool numbered(std::string_view part, std::initializer_list<std::string_view> words) {
  return std::ranges::any_of(words, [&](std::string_view word) {
    if (!part.starts_with(word)) return false;
    std::string_view number = part.substr(word.size());
    if (number.starts_with('-')) number.remove_prefix(1);
    return !number.empty() && number.find_first_not_of("0123456789") == std::string_view::npos;
  });
}

bool is_year(const std::string& part) {
  return part.size() == 4 && (part.starts_with("19") || part.starts_with("20")) &&
         part.find_first_not_of("0123456789") == std::string::npos;
}

Name name_of(const std::string& text) {
  constexpr std::size_t date_and_time_digits = 14;  // as dcm2niix writes them
  Name name;
  for (const std::string& written : split(text, '_')) {
    std::string part = written;
    std::ranges::transform(part, part.begin(), [](unsigned char c) { return std::tolower(c); });
    const bool digits = part.find_first_not_of("0123456789") == std::string::npos;
    const bool dated =
        part.size() == 8 || part.size() == 10 || (digits && part.size() == date_and_time_digits);
    const auto date = dated ? date_from_dicom(part) : std::nullopt;
    if (date && !unlikely(*date)) {
      name.date = dicom_date(iso_text(*date));
    } else if (part.starts_with("sub-") || numbered(part, {"patient", "subject"})) {
      name.subject = written;
    } else if (part.starts_with("ses-") || part == "baseline" || part == "followup" ||
               is_year(part) ||
               numbered(part, {"session", "study", "visit", "timepoint", "time", "tp", "scan",
                               "exam", "followup"})) {
      name.session = written;
    } else if (!part.starts_with("run-")) {
      name.words += (name.words.empty() ? "" : " ") + written;
    }
  }
  return name;
}

/// What the file's own name does not tell, the folders that it lies in may.
Name name_in_folders(const std::filesystem::path& bare) {
  constexpr int most_folders = 3;
  Name name = name_of(bare.filename().string());
  std::filesystem::path folder = bare.parent_path();
  for (int i = 0; i < most_folders; ++i, folder = folder.parent_path()) {
    const Name further = name_of(folder.filename().string());
    if (name.subject.empty()) name.subject = further.subject;
    if (name.session.empty()) name.session = further.session;
    if (name.date.empty()) name.date = further.date;
  }
  return name;
}

/// A BIDS folder tells the dates in tables: of the scans beside each session's folders, of the
/// sessions beside these.
std::string date_in_tables(const std::filesystem::path& nifti, const Name& name,
                           const ReadText& read) {
  if (name.subject.empty()) return {};
  const std::filesystem::path session = nifti.parent_path().parent_path();
  const std::string start = name.subject + (name.session.empty() ? "" : '_' + name.session);
  const std::string file = nifti.filename().string();
  std::string when = acquisition_time(read(session / (start + "_scans.tsv")), file);
  if (when.empty()) {
    const auto sessions = session.parent_path() / (name.subject + "_sessions.tsv");
    when = acquisition_time(read(sessions), name.session);
  }
  return dicom_date(when);
}

}  // namespace

bool holds_labels(const std::filesystem::path& nifti) {
  std::string name = nifti.filename().string();
  std::ranges::transform(name, name.begin(), [](unsigned char c) { return std::tolower(c); });
  std::ranges::replace_if(
      name, [](char c) { return c == '-' || c == '.'; }, '_');
  return std::ranges::any_of(split(name, '_'), [](const std::string& part) {
    return part.ends_with("mask") || part.ends_with("seg") || part == "label" || part == "labels" ||
           part == "segmentation" || part == "roi" || part == "gt";
  });
}

std::string text_on_disk(const std::filesystem::path& path) {
  std::error_code failure;
  if (!std::filesystem::is_regular_file(path, failure)) return {};
  if (std::filesystem::file_size(path, failure) > largest_text_bytes || failure) return {};
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

std::array<std::string, 2> nifti_names_beside(const std::filesystem::path& json) {
  if (json.extension() != ".json") return {};
  const std::string bare = (json.parent_path() / json.stem()).string();
  return {bare + ".nii.gz", bare + ".nii"};
}

Sidecar read_sidecar(const std::filesystem::path& nifti, const ReadText& read) {
  std::filesystem::path bare = nifti;
  if (bare.extension() == ".gz") bare.replace_extension();
  bare.replace_extension();
  Sidecar s;
  s.header.modality = "MR";
  s.header.photometric = "MONOCHROME2";
  read_json(read(bare.string() + ".json"), s);
  SeriesHeader& h = s.header;
  const Name name = name_in_folders(bare);
  if (h.acquisition_date.empty()) h.acquisition_date = date_in_tables(nifti, name, read);
  if (h.acquisition_date.empty()) h.acquisition_date = name.date;
  if (h.series_description.empty()) h.series_description = shown(name.words);
  if (h.person.name.empty() && h.person.id.empty()) h.person.id = shown(name.subject);
  if (h.study_uid.empty()) h.study_uid = shown(name.subject + '/' + name.session);
  h.session = shown(name.session);
  if (h.series_uid.empty()) h.series_uid = shown(nifti.string());
  return s;
}

}  // namespace lv
