#include "app/row/session_file.h"

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>

#include "engine/core/output.h"

namespace lv {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;
constexpr int version = 1;

Json key_json(const SeriesKey& key) {
  return {{"series_uid", key.series_uid}, {"part", key.part}};
}

SeriesKey key_from(const Json& json) {
  return {json.at("series_uid").get<std::string>(), json.at("part").get<int>()};
}

std::string portable(const fs::path& path, const fs::path& folder) {
  const fs::path whole = fs::absolute(path).lexically_normal();
  const fs::path inside = whole.lexically_relative(folder);
  return inside.empty() || *inside.begin() == ".." ? whole.string() : inside.string();
}

Json corrections_json(const Corrections& corrections) {
  Json json{{"one_person", corrections.one_person},
            {"placements", Json::array()},
            {"dates", Json::array()}};
  for (const Corrections::Placement& p : corrections.placements) {
    json["placements"].push_back(
        {{"series", key_json(p.series)}, {"with", p.with ? key_json(*p.with) : Json()}});
  }
  for (const auto& [study, date] : corrections.dates) {
    json["dates"].push_back({{"study_uid", study}, {"date", iso_text(date)}});
  }
  return json;
}

Corrections corrections_from(const Json& json) {
  Corrections corrections;
  corrections.one_person = json.at("one_person").get<bool>();
  for (const Json& p : json.at("placements")) {
    const Json& with = p.at("with");
    corrections.placements.push_back(
        {key_from(p.at("series")),
         with.is_null() ? std::nullopt : std::optional<SeriesKey>(key_from(with))});
  }
  for (const Json& d : json.at("dates")) {
    const auto date = date_from_dicom(d.at("date").get<std::string>());
    if (date) corrections.dates.emplace_back(d.at("study_uid").get<std::string>(), *date);
  }
  return corrections;
}

Error not_a_session(const fs::path& file) {
  return {ErrorCode::unreadable, "this is no session file of longview, or of a later one",
          file.filename().string()};
}

}  // namespace

Result<void> write_session_file(const fs::path& file, const SessionFile& session) {
  const fs::path folder = fs::absolute(file).lexically_normal().parent_path();
  Json json{{"longview_session", version}, {"paths", Json::array()}};
  for (const fs::path& path : session.paths) json["paths"].push_back(portable(path, folder));
  json["corrections"] = corrections_json(session.corrections);
  // A file name may be no UTF-8, which JSON cannot hold. Such bytes are replaced, so that the file
  // is not found later; it is never taken for another one.
  return write_text_file(file, json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n");
}

Result<SessionFile> read_session_file(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  if (!stream) {
    return Error{ErrorCode::not_found, "there is no such session file", file.filename().string()};
  }
  try {
    const Json json = Json::parse(stream);
    if (json.at("longview_session").get<int>() != version) return not_a_session(file);
    SessionFile session;
    const fs::path folder = fs::absolute(file).lexically_normal().parent_path();
    for (const Json& path : json.at("paths")) {
      session.paths.push_back(folder / path.get<std::string>());
    }
    session.corrections = corrections_from(json.at("corrections"));
    return session;
  } catch (const Json::exception&) {
    return not_a_session(file);
  }
}

Result<SessionFile> expand_session_files(const std::vector<fs::path>& paths) {
  SessionFile all;
  for (const fs::path& path : paths) {
    if (path.extension() != ".longview") {
      all.paths.push_back(path);
      continue;
    }
    LV_ASSIGN(const SessionFile session, read_session_file(path));
    all.paths.insert(all.paths.end(), session.paths.begin(), session.paths.end());
    merge(all.corrections, session.corrections);
  }
  return all;
}

void merge(Corrections& into, const Corrections& later) {
  for (const Corrections::Placement& p : later.placements) {
    std::erase_if(into.placements, [&](const auto& old) { return old.series == p.series; });
    into.placements.push_back(p);
  }
  for (const auto& date : later.dates) {
    std::erase_if(into.dates, [&](const auto& old) { return old.first == date.first; });
    into.dates.push_back(date);
  }
  into.one_person = into.one_person || later.one_person;
}

}  // namespace lv
