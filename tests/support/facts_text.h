// Facts from a line of `key=value` words: how the rule tables write their examples.
#pragma once

#include <string_view>

#include "engine/study/facts.h"

namespace lv::test {

/// An MR picture with pixels, of 20 slices, about which nothing else is known, plus what `text`
/// says; underscores in values stand for spaces. Unknown keys fail the test.
Facts facts_from(std::string_view text);

}  // namespace lv::test
