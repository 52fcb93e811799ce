// What makes something of a row piece by piece, so that a window goes on meanwhile.
#pragma once

#include "engine/core/result.h"

namespace lv {

class Maker {
 public:
  virtual ~Maker() = default;
  /// Makes the next picture. True: it was the last one, and the work stands under its name. A maker
  /// that is given up before leaves nothing.
  virtual Result<bool> step() = 0;
  virtual double fraction() const = 0;
  /// What there is to say about the finished work, to complete "film written, …"; empty: nothing.
  virtual std::string remark() const { return {}; }
};

}  // namespace lv
