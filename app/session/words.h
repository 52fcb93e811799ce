// The words that follow the name of an action, read as numbers and choices. Each error names the
// word.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "app/view/view_state.h"
#include "engine/core/result.h"

namespace lv {

using Words = std::span<const std::string>;

/// A finite number, with or without a sign. Error: the word is no number, or not only one.
Result<double> number_in(const std::string& word);
Result<std::vector<double>> numbers_in(Words words);

/// The place of a word in a list. Error: it is not there.
Result<int> choice_in(const std::string& word, std::span<const std::string_view> list);

/// "native", "axial", "sagittal" or "coronal".
Result<ShownPlane> plane_in(const std::string& word);

/// The member of a list that a word counts from 1. Error: there is none.
Result<std::size_t> place_in(const std::string& word, std::size_t size);

/// The error of a word that is none of what is possible.
Error no_choice(const std::string& word);

}  // namespace lv
