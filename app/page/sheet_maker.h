// A sheet of paper (PDF) of a row at one slice.
#pragma once

#include "app/page/drawn_pane.h"
#include "app/page/maker.h"
#include "app/page/sheet_layout.h"
#include "engine/core/output.h"

namespace lv {

class SheetMaker : public Maker {
 public:
  /// As FilmDesk::request().
  static Result<std::unique_ptr<Maker>> make(gpu::Device& device, Renderer& renderer,
                                             ComparedRow row, const ViewState& view,
                                             FilmRequest request);
  Result<bool> step() override;
  double fraction() const override;

 private:
  SheetMaker(ComparedRow row, ViewState view, DrawnPane pane, PendingOutput output, SheetText text,
             DateStyle style);

  ComparedRow row_;
  ViewState view_;
  DrawnPane pane_;
  PendingOutput output_;
  SheetText text_;
  DateStyle style_;
  std::vector<SheetPicture> pictures_;
};

}  // namespace lv
