#include "engine/archive_network/address.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <string_view>

#include "engine/core/percent.h"

namespace lv {
namespace {

constexpr std::string_view plain_scheme = "dicom://", tls_scheme = "dicom+tls://";
constexpr int tls_port = 2762;            // PS3.15 B.1
constexpr std::size_t longest_host = 57;  // DCMTK's DIC_NODENAME holds no more
constexpr std::array setting_names{"calling", "timeout", "ca", "cert", "key"};
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

std::optional<int> whole_number(std::string_view text) {
  int number = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (failure != std::errc() || end != text.data() + text.size() || text.empty()) return {};
  return number;
}

/// What is said of the connection.
Result<void> take_setting(ArchiveAddress& address, const std::string& name,
                          const std::string& value) {
  if (name == "calling") {
    address.calling = value;
  } else if (name == "ca") {
    address.authorities = value;
  } else if (name == "cert") {
    address.certificate = value;
  } else if (name == "key") {
    address.key = value;
  } else {
    const auto seconds = whole_number(value);
    if (!seconds || *seconds < 1 || *seconds > 3600) {
      return mistaken("timeout is no number of seconds up to 3600");
    }
    address.patience_s = *seconds;
  }
  return {};
}

Result<void> take_word(ArchiveAddress& address, std::string_view word) {
  const std::size_t equals = word.find('=');
  const std::string name(word.substr(0, equals));
  const auto value =
      equals == std::string_view::npos ? std::nullopt : percent_decoded(word.substr(equals + 1));
  // What is asked for may be a person's name, so messages hold no value.
  if (!value || value->empty()) return mistaken("behind ? and & stands NAME=VALUE");
  const auto is_one_of = [&](const auto& names) {
    return std::ranges::find(names, name) != names.end();
  };
  if (is_one_of(setting_names)) return take_setting(address, name, *value);
  if (is_one_of(study_keywords)) {
    address.study.emplace_back(name, *value);
  } else if (is_one_of(series_keywords)) {
    address.series.emplace_back(name, *value);
  } else {
    std::string known;
    for (const std::string_view one : setting_names) known += std::string(one) + ", ";
    for (const std::string_view one : study_keywords) known += std::string(one) + ", ";
    for (const std::string_view one : series_keywords) known += std::string(one) + ", ";
    known.resize(known.size() - 2);
    return mistaken("\"" + name + "\" cannot be asked for (these can: " + known + ")");
  }
  return {};
}

/// Whether what was said goes together.
Result<void> check_together(const ArchiveAddress& address) {
  const auto is_title = [](std::string_view text) {
    return !text.empty() && text.size() <= 16 && text.find('\\') == std::string_view::npos;
  };
  if (!is_title(address.called) || !is_title(address.calling)) {
    return mistaken("a title has 1 to 16 characters");
  }
  if (address.host.size() > longest_host) return mistaken("the name of its computer is too long");
  const bool speaks_of_tls =
      !address.authorities.empty() || !address.certificate.empty() || !address.key.empty();
  if (speaks_of_tls && !address.tls) return mistaken("ca, cert and key are of dicom+tls:// alone");
  if (!address.key.empty() && address.certificate.empty()) return mistaken("key needs cert too");
  return {};
}

}  // namespace

Result<ArchiveAddress> parse_archive_address(const std::string& text) {
  std::string_view rest = text;
  ArchiveAddress address;
  address.tls = rest.starts_with(tls_scheme);
  if (address.tls) address.port = tls_port;
  rest.remove_prefix(std::min(rest.size(), (address.tls ? tls_scheme : plain_scheme).size()));
  const std::size_t question = rest.find('?');
  std::string_view server = rest.substr(0, question);
  const std::size_t at = server.find('@');
  if (at == std::string_view::npos) return mistaken("the archive's title is missing");
  address.called = server.substr(0, at);
  server.remove_prefix(at + 1);
  const std::size_t colon = server.rfind(':');
  address.host = server.substr(0, colon);
  const auto port =
      colon == std::string_view::npos ? address.port : whole_number(server.substr(colon + 1));
  if (address.host.empty()) return mistaken("the archive's computer is not named");
  if (!port || *port < 1 || *port > 65535) return mistaken("the port is no number up to 65535");
  address.port = *port;
  while (question != std::string_view::npos) {
    rest.remove_prefix(rest.find_first_of("?&") + 1);
    LV_TRY(take_word(address, rest.substr(0, rest.find('&'))));
    if (rest.find('&') == std::string_view::npos) break;
  }
  LV_TRY(check_together(address));
  return address;
}

}  // namespace lv
