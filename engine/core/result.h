// Result<T>: a value, or an Error that says why there is none.
// Expected failures (files, devices, users' input) travel as values because most of them cross a
// thread; our own code throws nothing, and third-party exceptions stop at their door.
#pragma once

#include <string>
#include <utility>
#include <variant>

namespace lv {

/// What kind of failure it was; decides the exit code and what the UI offers.
enum class ErrorCode {
  usage,        ///< the command or an option makes no sense
  not_found,    ///< no such file, folder, row, device
  unreadable,   ///< exists, but cannot be read or is damaged
  unsupported,  ///< understood, but longview cannot use it
  unwritable,   ///< the output could not be written
  unavailable,  ///< this machine lacks a device, driver, encoder or memory
  cancelled,    ///< the user stopped it
};

/// `what` is one sentence that a layperson can act on; `where` names the file, tag or device, if
/// there is one, and never holds a patient's identity.
struct Error {
  ErrorCode code;
  std::string what;
  std::string where = {};

  /// "where: what", or only `what` where there is no place; fit to be shown (shown_text.h), since
  /// it may quote a file, a name or an argument.
  std::string text() const;
};

template <class T>
class [[nodiscard]] Result {
 public:
  Result(T good) : state_(std::move(good)) {}
  Result(Error error) : state_(std::move(error)) {}

  bool ok() const { return state_.index() == 0; }
  explicit operator bool() const { return ok(); }
  T& value() & { return std::get<0>(state_); }
  const T& value() const& { return std::get<0>(state_); }
  T&& value() && { return std::get<0>(std::move(state_)); }
  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }
  const Error& error() const& { return std::get<1>(state_); }
  Error&& error() && { return std::get<1>(std::move(state_)); }

 private:
  std::variant<T, Error> state_;
};

template <>
class [[nodiscard]] Result<void> {
 public:
  Result() = default;
  Result(Error error) : error_(std::move(error)), ok_(false) {}

  bool ok() const { return ok_; }
  explicit operator bool() const { return ok_; }
  const Error& error() const& { return error_; }
  Error&& error() && { return std::move(error_); }

 private:
  Error error_{};
  bool ok_ = true;
};

}  // namespace lv

#define LV_CONCAT_(a, b) a##b
#define LV_CONCAT(a, b) LV_CONCAT_(a, b)

/// LV_TRY(call()); hands the error of a Result<void> to the caller.
#define LV_TRY(expression)                                  \
  do {                                                      \
    if (auto lv_result_ = (expression); !lv_result_.ok()) { \
      return std::move(lv_result_).error();                 \
    }                                                       \
  } while (false)

/// LV_ASSIGN(auto volume, read(path)); the value, or the error to the caller.
#define LV_ASSIGN(declaration, expression)                     \
  auto LV_CONCAT(lv_result_, __LINE__) = (expression);         \
  if (!LV_CONCAT(lv_result_, __LINE__).ok()) {                 \
    return std::move(LV_CONCAT(lv_result_, __LINE__)).error(); \
  }                                                            \
  declaration = std::move(LV_CONCAT(lv_result_, __LINE__)).value()
