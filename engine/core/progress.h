// How long work tells how far it is and learns that it should stop.
#pragma once

#include <functional>
#include <stop_token>
#include <string_view>

namespace lv {

/// Handed down to long work. Copies share the stop token. Both parts may be empty.
struct Progress {
  /// Called with 0..1 and a short phrase ("reading"); may be called from any thread, at any rate:
  /// who shows it limits the rate.
  std::function<void(double fraction, std::string_view phrase)> report;
  std::stop_token stop;

  void operator()(double fraction, std::string_view phrase) const {
    if (report) report(fraction, phrase);
  }
  bool cancelled() const { return stop.stop_requested(); }
};

}  // namespace lv
