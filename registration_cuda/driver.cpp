#include "registration_cuda/driver.h"

#include <type_traits>

#include "engine/system/shared_library.h"

namespace lv {
namespace {

/// CUDA 9.2, driver 396.26 of May 2018: the first to tell a card's id. The kernels' PTX 6.0 is a
/// little older.
constexpr int least_version = 9020;
constexpr auto no_device = static_cast<CUresult>(100);  // CUDA_ERROR_NO_DEVICE

Error lacking(std::string what) {
  return {ErrorCode::unavailable, std::move(what)};
}

/// Fills in the functions by their names in the library. False: one is missing.
bool look_up(void* library, CudaDriver& driver) {
  bool found = true;
  const auto take = [&](auto*& function, const char* symbol) {
    function = reinterpret_cast<std::remove_reference_t<decltype(function)>>(
        library_symbol(library, symbol));
    found &= function != nullptr;
  };
#define LV_TAKE(name, type, symbol) take(driver.name, symbol);
  LV_CUDA_FUNCTIONS(LV_TAKE)
#undef LV_TAKE
  return found;
}

Result<CudaDriver> open_driver() {
  void* const library = load_library(cuda_library);
  if (!library) return lacking("there is no NVIDIA driver on this machine");
  CudaDriver driver;
  const bool whole = look_up(library, driver);
  if (!whole || (driver.cuDriverGetVersion(&driver.version) == CUDA_SUCCESS &&
                 driver.version < least_version)) {
    return lacking("the NVIDIA driver is too old for PTX 6.0; update it to 396.26 or later");
  }
  const CUresult error = driver.cuInit(0);
  if (error == no_device) return lacking("the NVIDIA driver finds no graphics card");
  if (error == CUDA_SUCCESS) return driver;
  return lacking("the NVIDIA driver does not start (cuInit: " + error_name(driver, error) +
                 "); restart the computer, or install the driver again");
}

}  // namespace

Result<const CudaDriver*> cuda_driver() {
  static const Result<CudaDriver> driver = open_driver();
  if (!driver) return driver.error();
  return &*driver;
}

std::string error_name(const CudaDriver& driver, CUresult error) {
  const char* name = nullptr;
  if (driver.cuGetErrorName(error, &name) == CUDA_SUCCESS && name) return name;
  return "error " + std::to_string(static_cast<int>(error));
}

}  // namespace lv
