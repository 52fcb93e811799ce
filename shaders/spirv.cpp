// glslc's C arrays (made when longview is built, hence the brackets) under their names.
#include "shaders/shared/spirv.h"

namespace lv::shaders {
namespace {

constexpr std::uint32_t pane_vert_code[] =
#include <pane.vert.inc>
    ;
constexpr std::uint32_t pane_frag_code[] =
#include <pane.frag.inc>
    ;
constexpr std::uint32_t cut_frag_code[] =
#include <cut.frag.inc>
    ;
constexpr std::uint32_t ui_vert_code[] =
#include <ui.vert.inc>
    ;
constexpr std::uint32_t ui_frag_code[] =
#include <ui.frag.inc>
    ;

}  // namespace

std::span<const std::uint32_t> pane_vert() {
  return pane_vert_code;
}
std::span<const std::uint32_t> pane_frag() {
  return pane_frag_code;
}
std::span<const std::uint32_t> cut_frag() {
  return cut_frag_code;
}
std::span<const std::uint32_t> ui_vert() {
  return ui_vert_code;
}
std::span<const std::uint32_t> ui_frag() {
  return ui_frag_code;
}

}  // namespace lv::shaders
