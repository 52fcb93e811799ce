#include "engine/core/caught.h"

#include <exception>
#include <filesystem>
#include <new>
#include <stdexcept>
#include <system_error>

#include "engine/core/file_name.h"

namespace lv {

Error caught() {
  constexpr auto no_memory =
      "there is not enough memory for this; close other programs, or open fewer scans at once";
  try {
    throw;
  } catch (const std::bad_alloc&) {
    return {ErrorCode::unavailable, no_memory};
  } catch (const std::length_error&) {  // of a size beyond all memory
    return {ErrorCode::unavailable, no_memory};
  } catch (const std::filesystem::filesystem_error& error) {
    return {ErrorCode::unreadable, "a file or folder cannot be used: " + error.code().message(),
            file_name(error.path1())};
  } catch (const std::system_error& error) {
    if (error.code() == std::errc::resource_unavailable_try_again) {
      return {ErrorCode::unavailable,
              "the system gives this program no more threads; close other programs, or ask for "
              "fewer (--threads)"};
    }
    return {ErrorCode::unavailable, "the system refuses: " + error.code().message()};
  } catch (const std::exception& error) {
    return {ErrorCode::unavailable,
            std::string("longview stopped because of a mistake of its own (") + error.what() + ")"};
  } catch (...) {
    return {ErrorCode::unavailable, "longview stopped because of a mistake of its own"};
  }
}

}  // namespace lv
