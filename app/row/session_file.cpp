#include "app/row/session_file.h"

#include <algorithm>
#include <functional>
#include <map>
#include <stdexcept>

#include "app/row/saved_row_json.h"
#include "engine/core/archive_path.h"
#include "engine/core/file_name.h"
#include "engine/core/output.h"
#include "engine/core/text_file.h"

namespace lv {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;
constexpr int version = 1;
struct TooDeep {};

std::string portable(const fs::path& path, const fs::path& folder) {
  if (is_archive_address(path)) return path.string();
  const fs::path whole = fs::absolute(path).lexically_normal();
  const fs::path inside = whole.lexically_relative(folder);
  return inside.empty() || *inside.begin() == ".." ? whole.generic_string()
                                                   : inside.generic_string();
}

Json corrections_json(const Corrections& corrections) {
  Json json{{"one_person", corrections.one_person},
            {"placements", Json::array()},
            {"dates", Json::array()},
            {"slice_spacings", Json::array()}};
  for (const Corrections::Placement& p : corrections.placements) {
    json["placements"].push_back(
        {{"series", key_json(p.series)}, {"with", p.with ? key_json(*p.with) : Json()}});
  }
  for (const auto& [study, date] : corrections.dates) {
    json["dates"].push_back({{"study_uid", study}, {"date", iso_text(date)}});
  }
  for (const auto& [series, mm] : corrections.slice_spacings) {
    json["slice_spacings"].push_back({{"series", key_json(series)}, {"mm", mm}});
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
  // Files of the first versions have none.
  for (const Json& s : json.value("slice_spacings", Json::array())) {
    const double mm = s.at("mm").get<double>();
    const bool possible = mm >= least_slice_spacing_mm && mm <= most_slice_spacing_mm;
    if (mm != 0 && !possible) throw std::invalid_argument("slice spacing");
    corrections.slice_spacings.emplace_back(key_from(s.at("series")), mm);
  }
  return corrections;
}

/// A value within a value within a value…: each level costs stack when it ends.
bool refuse_what_is_nested_deeply(int depth, Json::parse_event_t, Json&) {
  constexpr int deepest = 16;  // our own files are eight deep
  if (depth > deepest) throw TooDeep();
  return true;
}

/// Members of `later` take the place of those with the same key; of several in it, the last counts.
template <class T, class Key>
void add_later(std::vector<T>& into, const std::vector<T>& later, Key key) {
  std::map<std::remove_cvref_t<std::invoke_result_t<Key, const T&>>, std::size_t> last;
  for (std::size_t i = 0; i < later.size(); ++i) last[std::invoke(key, later[i])] = i;
  std::erase_if(into, [&](const T& old) { return last.contains(std::invoke(key, old)); });
  for (std::size_t i = 0; i < later.size(); ++i) {
    if (last.at(std::invoke(key, later[i])) == i) into.push_back(later[i]);
  }
}

Error not_a_session(const fs::path& file) {
  return {ErrorCode::unreadable, "this is no session file of longview, or of a later one",
          file_name(file)};
}

}  // namespace

std::string session_text(const SessionFile& session, const fs::path& folder) {
  Json json{{"longview_session", version}, {"paths", Json::array()}};
  for (const auto* paths : {&session.paths, &session.missing}) {
    for (const fs::path& path : *paths) json["paths"].push_back(portable(path, folder));
  }
  json["corrections"] = corrections_json(session.corrections);
  json["rows"] = Json::array();
  for (const SavedRow& row : session.rows) json["rows"].push_back(row_json(row));
  json["row_open"] = session.row_open;
  // A file name may be no UTF-8, which JSON cannot hold. Such bytes are replaced, so that the file
  // is not found later; it is never taken for another one.
  return json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

Result<void> write_session_file(const fs::path& file, const SessionFile& session) {
  const fs::path folder = fs::absolute(file).lexically_normal().parent_path();
  return write_text_file(file, session_text(session, folder));
}

Result<SessionFile> read_session_file(const fs::path& file) {
  constexpr std::uint64_t most_bytes = 64 << 20;
  LV_ASSIGN(const std::string text, read_text_file(file, most_bytes));
  try {
    const Json json = Json::parse(text, refuse_what_is_nested_deeply);
    if (json.at("longview_session") != version) return not_a_session(file);
    SessionFile session;
    const fs::path folder = fs::absolute(file).lexically_normal().parent_path();
    for (const Json& path : json.at("paths")) {
      const fs::path named = path.get<std::string>();
      session.paths.push_back(is_archive_address(named) ? named : folder / named);
    }
    session.corrections = corrections_from(json.at("corrections"));
    // Files of the first versions have no rows.
    for (const Json& row : json.value("rows", Json::array())) session.rows.push_back(row_from(row));
    session.row_open = json.value("row_open", false) && !session.rows.empty();
    return session;
  } catch (const Json::exception&) {
    return not_a_session(file);
  } catch (const std::invalid_argument&) {
    return not_a_session(file);
  } catch (const TooDeep&) {
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
    LV_ASSIGN(SessionFile session, read_session_file(path));
    for (const fs::path& named : session.paths) {
      std::error_code failure;
      const bool there = is_archive_address(named) || fs::exists(named, failure);
      (there ? all.paths : all.missing).push_back(named);
    }
    merge(all.corrections, session.corrections);
    for (SavedRow& row : session.rows) keep(all.rows, std::move(row));
    all.row_open = session.row_open;
  }
  if (all.paths.empty() && !all.missing.empty()) {
    return Error{ErrorCode::not_found, missing_text(all)};
  }
  return all;
}

std::string missing_text(const SessionFile& session) {
  if (session.missing.empty()) return {};
  std::string names;
  for (const fs::path& path : session.missing) {
    names += (names.empty() ? "" : ", ") + file_name(path);
  }
  return "not there, so left out: " + names + "; plug in the disc, then open the session again";
}

void merge(Corrections& into, const Corrections& later) {
  add_later(into.placements, later.placements, &Corrections::Placement::series);
  add_later(into.dates, later.dates, &std::pair<std::string, Date>::first);
  add_later(into.slice_spacings, later.slice_spacings, &std::pair<SeriesKey, double>::first);
  into.one_person = into.one_person || later.one_person;
}

}  // namespace lv
