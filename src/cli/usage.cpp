#include "cli/usage.hpp"

#include <algorithm>
#include <iostream>
#include <memory>

#include "cli/cli.hpp"
#include "cli/commands.hpp"
#include "cli/nearest.hpp"

namespace fieldstone::cli {
namespace {

int say(const std::string& sentence, const CLI::App& app) {
  std::cerr << "fieldstone: " << sentence << "\nSee: " << path_of(app) << " --help\n";
  return kUsage;
}

// "store create", or the program itself.
std::string subject(const CLI::App& app) {
  const std::string path = path_of(app);
  return path.substr(path.find(' ') + 1);
}

std::string hint(const std::string& near) {
  return near.empty() ? std::string() : "; did you mean " + near + "?";
}

bool is_name(std::string_view word) {
  constexpr std::size_t kMost = 30;
  return !word.empty() && word.size() <= kMost && std::all_of(word.begin(), word.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-';
  });
}

// "--name" of "--name=value", "-n" of "-nvalue". Empty when it may hold more than a name.
std::string name_of_option(const std::string& text) {
  if (!text.starts_with("--")) return is_name(text.substr(0, 2)) ? text.substr(0, 2) : "";
  const std::string name = text.substr(0, text.find('='));
  return is_name(name) ? name : "";
}

bool is_option(const std::string& word) { return word.size() > 1 && word.front() == '-'; }

// The commands that were understood, the last one at the end.
std::vector<const CLI::App*> parsed_path(const CLI::App& app) {
  std::vector<const CLI::App*> path{&app};
  while (!path.back()->get_subcommands().empty())
    path.push_back(path.back()->get_subcommands().front());
  return path;
}

int complain_of_option(const CLI::App& app, const CLI::App& command, const std::string& text) {
  const std::string name = name_of_option(text);
  if (name.empty()) return say("there is an option that " + subject(app) + " does not have", app);
  const auto flags = option_flags(command);
  if (&app != &command && std::find(flags.begin(), flags.end(), name) != flags.end())
    return say(name + " belongs behind the command: " + path_of(command) + " " + name, command);
  return say(subject(app) + " has no option " + name + hint(nearest(name, flags)), command);
}

// "--threads: Value many not in range 0 to 9": whoever mixed up two options may have given a
// secret.
std::string without_value(const std::string& text) {
  const std::size_t name = text.find(": ");
  const std::size_t expected = text.find(" not in ");
  if (name == std::string::npos) return text;
  if (expected != std::string::npos) return text.substr(0, name) + ":" + text.substr(expected);
  constexpr std::string_view kConversion = "Could not convert: ";
  if (!text.starts_with(kConversion)) return text;
  const std::string option = text.substr(kConversion.size());
  return option.substr(0, option.find(' ')) + ": the value is not of the kind that it takes";
}

}  // namespace

int complain_of_command(const CLI::App& app, const std::string& word) {
  const auto names = command_names(app);
  const std::string unknown = is_name(word) ? " " + word : " of that name";
  const std::string near = nearest(word, names);
  return say(subject(app) + " has no command" + unknown +
                 (near.empty() ? "; it has: " + joined(names) : hint(near)),
             app);
}

int complain_of_usage(const CLI::App& app, const CLI::ParseError& error) {
  const auto path = parsed_path(app);
  const CLI::App& last = *path.back();
  for (const CLI::App* at : path) {
    const auto left = at->remaining();
    const auto option = std::find_if(left.begin(), left.end(), is_option);
    if (option != left.end()) return complain_of_option(*at, last, *option);
    if (left.empty()) continue;
    if (!commands_of(*at).empty()) return complain_of_command(*at, left.front());
    return say(subject(*at) + " takes fewer arguments", *at);
  }
  if (!commands_of(last).empty())
    return say(subject(last) + " needs a command: " + joined(command_names(last)), last);
  return say(without_value(error.what()), last);
}

void add_help(CLI::App& app, std::function<int()>& chosen) {
  auto words = std::make_shared<std::vector<std::string>>();
  CLI::App* help = app.add_subcommand("help", "Say what fieldstone or one of its commands can do");
  help->add_option("COMMAND", *words, "Such as: store create");
  help->callback([words, &app, &chosen] {
    chosen = [words, &app] {
      const CLI::App* at = &app;
      for (const std::string& word : *words) {
        const CLI::App* found = find_command(*at, {word});
        if (found == nullptr) return complain_of_command(*at, word);
        at = found;
      }
      // Of the root itself the help would be that of the command that was parsed, `help`.
      app.clear();
      std::cout << at->help(at == &app ? "" : path_of(*at->get_parent()));
      return kOk;
    };
  });
  CLI::App* version = app.add_subcommand("version", "Say which version this is");
  version->callback([&app, &chosen] {
    chosen = [&app] {
      std::cout << app.version() << '\n';
      return kOk;
    };
  });
}

}  // namespace fieldstone::cli
