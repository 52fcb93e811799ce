#include "engine/study/distinctions.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>
#include <type_traits>

namespace lv {
namespace {

/// Groups whose keys are equal, in the order of the keys.
template <class Key>
std::vector<PictureGroup> grouped(const PictureGroup& pictures, const Key& key) {
  std::map<std::decay_t<decltype(key(*pictures.front()))>, PictureGroup> groups;
  for (const Picture* p : pictures) groups[key(*p)].push_back(p);
  std::vector<PictureGroup> result;
  for (auto& [unused, group] : groups) result.push_back(std::move(group));
  return result;
}

/// Groups of nearly equal numbers: a new one begins where the next number is further off.
template <class Number>
std::vector<PictureGroup> alike(PictureGroup pictures, double absolute, double relative,
                                const Number& number) {
  std::ranges::stable_sort(pictures, {}, [&](const Picture* p) { return number(*p); });
  std::vector<PictureGroup> groups;
  double last = 0;
  for (const Picture* p : pictures) {
    const double value = number(*p);
    const bool near = std::abs(value - last) <= absolute + relative * std::abs(last);
    if (groups.empty() || !near) groups.emplace_back();
    groups.back().push_back(p);
    last = value;
  }
  return groups;
}

template <class Key>
Distinction equal(Key key) {
  return [key](const PictureGroup& pictures) { return grouped(pictures, key); };
}

template <class Number>
Distinction near(double absolute, double relative, Number number) {
  return [=](const PictureGroup& pictures) { return alike(pictures, absolute, relative, number); };
}

/// A field of the header, for a text.
template <std::string SeriesHeader::*field>
Distinction text() {
  return equal([](const Picture& p) -> const std::string& { return p.header.get()->*field; });
}

}  // namespace

std::vector<PictureGroup> split_by_matrix(const PictureGroup& pictures) {
  const auto key = [](const Picture& p) {
    const SeriesHeader& h = *p.header;
    return std::tuple(p.component, h.modality, h.photometric, h.has_pixels, h.columns, h.rows);
  };
  constexpr double half_a_percent = 0.005;  // of 256 pixels of 1 mm: 1 mm
  std::vector<PictureGroup> groups;
  for (const PictureGroup& same : grouped(pictures, key)) {
    for (const PictureGroup& high :
         alike(same, 1e-4, half_a_percent, [](const Picture& p) { return p.pixel_spacing_mm.x; })) {
      for (PictureGroup& wide : alike(high, 1e-4, half_a_percent,
                                      [](const Picture& p) { return p.pixel_spacing_mm.y; })) {
        groups.push_back(std::move(wide));
      }
    }
  }
  return groups;
}

std::span<const Distinction> telling_distinctions() {
  static const Distinction all[] = {
      equal([](const Picture& p) { return p.header->series_number.value_or(-1); }),
      near(1, 0.03, [](const Picture& p) { return double{p.b_value.value_or(-100.0F)}; }),
      near(0.1, 0.005, [](const Picture& p) { return double{p.echo_time}; }),
      near(1, 0.005, [](const Picture& p) { return double{p.inversion_time}; }),
      text<&SeriesHeader::image_type>(),
      text<&SeriesHeader::series_description>(),
      text<&SeriesHeader::contrast_agent>(),
      text<&SeriesHeader::protocol_name>(),
      near(1, 0.01, [](const Picture& p) { return double{p.repetition_time}; }),
  };
  return all;
}

std::span<const Distinction> repeating_distinctions() {
  static const Distinction all[] = {
      equal([](const Picture& p) { return p.temporal_position; }),
      equal([](const Picture& p) { return p.acquisition_number; }),
  };
  return all;
}

}  // namespace lv
