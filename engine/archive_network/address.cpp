#include "engine/archive_network/address.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "engine/core/percent.h"

namespace lv {
namespace {

constexpr std::string_view scheme = "dicom://";
constexpr std::array study_keywords{"PatientID",       "PatientName",      "PatientBirthDate",
                                    "StudyDate",       "StudyInstanceUID", "AccessionNumber",
                                    "StudyDescription"};
constexpr std::array series_keywords{"Modality", "SeriesInstanceUID", "SeriesDescription",
                                     "BodyPartExamined"};

Error mistaken(const std::string& what) {
  return {ErrorCode::usage,
          what +
              "; an archive is named "
              "dicom://CALLED@host:port?PatientID=123&StudyDate=20100101-20201231"};
}

std::optional<int> whole_number(std::string_view text, int base) {
  int number = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number, base);
  if (failure != std::errc() || end != text.data() + text.size() || text.empty()) return {};
  return number;
}

Result<void> take_filter(ArchiveAddress& address, std::string_view filter) {
  const std::size_t equals = filter.find('=');
  const std::string keyword(filter.substr(0, equals));
  const auto value =
      equals == std::string_view::npos ? std::nullopt : percent_decoded(filter.substr(equals + 1));
  if (!value || value->empty())
    return mistaken("\"" + std::string(filter) + "\" is not NAME=VALUE");
  if (keyword == "calling") {
    address.calling = *value;
  } else if (std::ranges::find(study_keywords, keyword) != study_keywords.end()) {
    address.study.emplace_back(keyword, *value);
  } else if (std::ranges::find(series_keywords, keyword) != series_keywords.end()) {
    address.series.emplace_back(keyword, *value);
  } else {
    std::string known = "calling";
    for (const std::string_view word : study_keywords) known += ", " + std::string(word);
    for (const std::string_view word : series_keywords) known += ", " + std::string(word);
    return mistaken("\"" + keyword + "\" cannot be asked for (these can: " + known + ")");
  }
  return {};
}

bool is_title(std::string_view text) {
  return !text.empty() && text.size() <= 16 && text.find('\\') == std::string_view::npos;
}

}  // namespace

bool is_archive_address(std::string_view path) {
  return path.starts_with(scheme);
}

Result<ArchiveAddress> parse_archive_address(const std::string& text) {
  std::string_view rest = text;
  rest.remove_prefix(std::min(rest.size(), scheme.size()));
  const std::size_t question = rest.find('?');
  std::string_view server = rest.substr(0, question);
  ArchiveAddress address;
  const std::size_t at = server.find('@');
  if (at == std::string_view::npos) return mistaken("the archive's title is missing");
  address.called = server.substr(0, at);
  server.remove_prefix(at + 1);
  const std::size_t colon = server.rfind(':');
  address.host = server.substr(0, colon);
  const auto port =
      colon == std::string_view::npos ? address.port : whole_number(server.substr(colon + 1), 10);
  if (address.host.empty()) return mistaken("the archive's computer is not named");
  if (!port || *port < 1 || *port > 65535) return mistaken("the port is no number up to 65535");
  address.port = *port;
  while (question != std::string_view::npos) {
    rest.remove_prefix(rest.find_first_of("?&") + 1);
    LV_TRY(take_filter(address, rest.substr(0, rest.find('&'))));
    if (rest.find('&') == std::string_view::npos) break;
  }
  if (!is_title(address.called) || !is_title(address.calling)) {
    return mistaken("a title has 1 to 16 characters");
  }
  return address;
}

}  // namespace lv
