// UIDs of what longview makes: the same for the same source and work, never those of others.
#pragma once

#include <string>
#include <string_view>

namespace lv {

/// "2.25." and a UUID (PS3.5 B.2) made from the name (RFC 9562, version 8).
std::string own_uid(std::string_view name);

}  // namespace lv
