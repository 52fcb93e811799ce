// A page for any browser: one HTML file with all dates and slices of a row and the script that
// compares them. It asks for nothing from anywhere.
#pragma once

#include <memory>

#include "app/page/drawn_pane.h"
#include "app/page/maker.h"
#include "app/page/page_slices.h"
#include "app/page/page_text.h"
#include "app/view/film_request.h"
#include "engine/core/output.h"

namespace lv {

class PageMaker : public Maker {
 public:
  /// As FilmDesk::request().
  static Result<std::unique_ptr<Maker>> make(gpu::Device& device, Renderer& renderer,
                                             ComparedRow row, const ViewState& view,
                                             FilmRequest request);
  Result<bool> step() override;
  double fraction() const override;

 private:
  PageMaker(ComparedRow row, ViewState view, PageSlices slices, DrawnPane pane,
            PendingOutput output, PageText text);
  std::size_t pictures_per_slice() const { return 2 * row_.dates.size() - 1; }
  Result<std::vector<std::uint8_t>> planes_of_date(std::size_t date);
  Result<std::vector<std::uint8_t>> planes_of_difference(std::size_t first);
  Result<std::vector<std::uint8_t>> drawn(Look look, double position, bool inverted);

  ComparedRow row_;
  ViewState view_;
  PageSlices slices_;
  DrawnPane pane_;
  PendingOutput output_;
  PageText text_;
  std::size_t next_ = 0;  ///< picture: at each slice first the dates, then each two neighbours
  std::vector<std::vector<std::uint8_t>> greys_;  ///< of the slice's dates
};

}  // namespace lv
