// Options that take one of a few words.
#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <utility>
#include <vector>

#include "app/context.hpp"
#include "cli/transfer_rows.hpp"
#include "store/whole/invariants.hpp"

namespace fieldstone::cli {

template <class T>
using Choices = std::vector<std::pair<std::string, T>>;

// `default_word` is for the help; the target holds its default already.
// Requires: target outlives the parsing.
template <class Target, class T>
CLI::Option* add_choice(CLI::App& app, const std::string& flag, Target& target,
                        const Choices<T>& choices, const std::string& help,
                        const std::string& default_word) {
  std::vector<std::string> words;
  for (const auto& choice : choices) words.push_back(choice.first);
  const auto take = [&target, choices](const std::string& word) {
    for (const auto& choice : choices) {
      if (choice.first == word) target = choice.second;
    }
  };
  return app.add_option_function<std::string>(flag, take, help)
      ->check(CLI::IsMember(words))
      ->default_str(default_word);
}

// The word that stands for a value. Requires: one does.
template <class T>
std::string_view word_of(const Choices<T>& choices, T value) {
  for (const auto& choice : choices) {
    if (choice.second == value) return choice.first;
  }
  return {};
}

// Words that several commands share.
inline const Choices<app::RequireParent> kRequireParents{
    {"hosted", app::RequireParent::hosted},
    {"registered", app::RequireParent::registered},
    {"off", app::RequireParent::off}};
inline const Choices<Answers> kAnswers{{"documented", Answers::documented},
                                       {"observed", Answers::observed}};
inline const Choices<store::Parents> kCheckedParents{{"hosted", store::Parents::hosted},
                                                     {"registered", store::Parents::hosted},
                                                     {"off", store::Parents::free}};
inline const Choices<TransferFormat> kTransferFormats{{"jsonl", TransferFormat::jsonl},
                                                      {"csv", TransferFormat::csv}};

}  // namespace fieldstone::cli
