// The session file: any bytes as one. What can be read is what it writes again.
#include "app/row/session_file.h"
#include "engine/core/assert.h"
#include "tests/fuzz/input_file.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const InputFile file(data, size, ".longview");
  const auto session = lv::read_session_file(file.path());
  if (!session.ok()) return 0;
  const std::string text = lv::session_text(*session, file.path().parent_path());
  const InputFile again(reinterpret_cast<const std::uint8_t*>(text.data()), text.size(),
                        ".again.longview");
  const auto second = lv::read_session_file(again.path());
  LV_ASSERT(second.ok());
  LV_ASSERT(lv::session_text(*second, again.path().parent_path()) == text);
  return 0;
}
