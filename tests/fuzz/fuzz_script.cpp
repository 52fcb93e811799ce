// Scripts, and the file of keys, which is written in the same words: any text as one, in a program
// that has nothing open. Lines that would wait, read or write files are passed over.
#include <set>

#include "app/jobs/metric_choice.h"
#include "app/session/action.h"
#include "app/session/key_file.h"
#include "app/window/script.h"
#include "tests/fuzz/input_file.h"

namespace {

bool touches_nothing(std::string_view line) {
  static const std::set<std::string, std::less<>> others = {
      "open", "demo", "open-demo-folder", "save-session", "film", "wait", "frames"};
  const auto command = lv::parse_command(line);
  return !command || !others.contains(command->name);
}

std::string kept_lines(std::string_view text) {
  std::string kept = "may-fail\n";
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    if (touches_nothing(line)) kept += std::string(line) + "\n";
    text.remove_prefix(std::min(line.size() + 1, text.size()));
  }
  return kept;
}

void run(lv::Script script) {
  lv::Session session(lv::MetricChoice::make("cpu"));
  const lv::Script::Stage stage{session, [](const auto&) { return lv::Result<void>(); },
                                [](lv::ExtentPx) {}, [](double) {}};
  std::vector<lv::InputEvent> events;
  for (int step = 0; step < 1000 && !script.done(); ++step) {
    if (!script.step(stage, events)) return;
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text = kept_lines({reinterpret_cast<const char*>(data), size});
  const InputFile file(reinterpret_cast<const std::uint8_t*>(text.data()), text.size(), ".script");
  if (auto script = lv::Script::read(file.path())) run(std::move(*script));
  std::vector<lv::Action> table;
  (void)lv::change_keys(table, text);
  return 0;
}
