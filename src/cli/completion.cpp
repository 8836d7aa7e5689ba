// fieldstone completion bash|zsh|fish: out of what CLI11 knows of the commands, so that no list of
// them can be forgotten.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <deque>
#include <iostream>

#include "cli/choice.hpp"
#include "cli/cli.hpp"
#include "cli/commands.hpp"

namespace fieldstone::cli {
namespace {

struct Argument {
  enum class Kind : unsigned char { flag, text, word, file, folder };

  std::string flag;  // empty: it has no name, only a place
  std::string help;
  Kind kind = Kind::text;
  std::vector<std::string> words;  // of Kind::word
};

struct Command {
  std::string path;  // " store create"; empty: the root
  std::string help;
  std::vector<const Command*> commands;
  std::vector<Argument> arguments;
};

// A deque, for commands point to each other.
using Commands = std::deque<Command>;

// The words of CLI::IsMember, which writes them into the type: "TEXT:{jsonl,csv}".
std::vector<std::string> words_of(const std::string& type) {
  const std::size_t open = type.find('{');
  if (open == std::string::npos || !type.ends_with('}')) return {};
  return CLI::detail::split(type.substr(open + 1, type.size() - open - 2), ',');
}

Argument describe(const CLI::Option& option) {
  Argument made;
  if (!option.get_lnames().empty()) made.flag = "--" + option.get_lnames().front();
  made.help = option.get_description();
  made.words = words_of(option.get_type_name());
  if (option.get_items_expected_max() == 0) {
    made.kind = Argument::Kind::flag;
  } else if (!made.words.empty()) {
    made.kind = Argument::Kind::word;
  } else if (option.get_type_name() == kFileType) {
    made.kind = Argument::Kind::file;
  } else if (option.get_type_name() == kFolderType) {
    made.kind = Argument::Kind::folder;
  }
  return made;
}

const Command* describe(const CLI::App& app, const std::string& path, Commands& all) {
  Command& made = all.emplace_back();
  made.path = path;
  made.help = app.get_description();
  for (const CLI::App* command : commands_of(app))
    made.commands.push_back(describe(*command, path + " " + command->get_name(), all));
  for (const CLI::Option* option : app.get_options()) made.arguments.push_back(describe(*option));
  return &made;
}

std::string name_of(const Command& command) {
  return command.path.substr(command.path.rfind(' ') + 1);
}

std::string joined_words(const std::vector<std::string>& words, const char* between = " ") {
  return CLI::detail::join(words, between);
}

// What can follow: commands and options.
std::string followers(const Command& command) {
  std::vector<std::string> words;
  words.reserve(command.commands.size() + command.arguments.size());
  for (const Command* inner : command.commands) words.push_back(name_of(*inner));
  for (const Argument& argument : command.arguments) {
    if (!argument.flag.empty()) words.push_back(argument.flag);
    if (argument.flag.empty())
      words.insert(words.end(), argument.words.begin(), argument.words.end());
  }
  return joined_words(words);
}

// "' store'|' store create'": the pattern of every command, for `case`.
std::string known_paths(const Commands& all) {
  std::vector<std::string> paths;
  for (const Command& command : all) {
    if (!command.path.empty()) paths.push_back("'" + command.path + "'");
  }
  return joined_words(paths, "|");
}

std::string bash_values(const Argument& argument) {
  switch (argument.kind) {
    case Argument::Kind::word:
      return "COMPREPLY=($(compgen -W '" + joined_words(argument.words) + "' -- \"$word\"))";
    case Argument::Kind::file:
      return "compopt -o filenames; COMPREPLY=($(compgen -f -- \"$word\"))";
    case Argument::Kind::folder:
      return "compopt -o filenames; COMPREPLY=($(compgen -d -- \"$word\"))";
    default: return ":";
  }
}

std::string bash(const Commands& all) {
  std::string text = R"(# Completion of fieldstone for bash, made by: fieldstone completion bash
_fieldstone() {
  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} path= i
  COMPREPLY=()
  for ((i = 1; i < COMP_CWORD; i++)); do
    case "$path ${COMP_WORDS[i]}" in
      )" + known_paths(all) +
                     R"() path="$path ${COMP_WORDS[i]}" ;;
    esac
  done
  case "$path $before" in
)";
  std::string follow;
  for (const Command& command : all) {
    for (const Argument& argument : command.arguments) {
      if (argument.flag.empty() || argument.kind == Argument::Kind::flag) continue;
      text += "    '" + command.path + " " + argument.flag + "') " + bash_values(argument) +
              "; return ;;\n";
    }
    follow += "    '" + command.path + "') COMPREPLY=($(compgen -W '" + followers(command) +
              "' -- \"$word\")) ;;\n";
  }
  return text + "  esac\n  case \"$path\" in\n" + follow +
         "  esac\n}\ncomplete -o default -F _fieldstone fieldstone\n";
}

std::string escaped(const std::string& text, std::string_view special) {
  std::string made;
  for (const char c : text) {
    if (special.find(c) != std::string_view::npos) made += '\\';
    made += c;
  }
  return made;
}

// Within single quotes of zsh, which know no escape.
std::string zsh_quoted(const std::string& text) {
  std::string made = "'";
  for (const char c : text) made += c == '\'' ? "'\\''" : std::string(1, c);
  return made + "'";
}

std::string zsh_argument(const Argument& argument) {
  std::string text =
      argument.flag.empty() ? "*" : argument.flag + "[" + escaped(argument.help, "[]:\\") + "]";
  switch (argument.kind) {
    case Argument::Kind::flag: break;
    case Argument::Kind::text: text += ":value: "; break;
    case Argument::Kind::word: text += ":word:(" + joined_words(argument.words) + ")"; break;
    case Argument::Kind::file: text += ":file:_files"; break;
    case Argument::Kind::folder: text += ":folder:_files -/"; break;
  }
  return zsh_quoted(text);
}

std::string zsh(const Commands& all) {
  std::string text = R"(#compdef fieldstone
# Completion of fieldstone for zsh, made by: fieldstone completion zsh
_fieldstone() {
  local at= depth=1 i
  local -a commands
  for ((i = 2; i < CURRENT; i++)); do
    case "$at ${words[i]}" in
      ()" + known_paths(all) +
                     R"() at="$at ${words[i]}"; depth=$i ;;
    esac
  done
  words=("${(@)words[depth,-1]}")
  ((CURRENT -= depth - 1))
  case "$at" in
)";
  for (const Command& command : all) {
    text += "    ('" + command.path + "')\n";
    if (!command.commands.empty()) {
      text += "      commands=(";
      for (const Command* inner : command.commands)
        text += "\n        " + zsh_quoted(name_of(*inner) + ":" + escaped(inner->help, ":\\"));
      text += ")\n      _describe command commands ;;\n";
      continue;
    }
    text += "      _arguments";
    for (const Argument& argument : command.arguments)
      text += " \\\n        " + zsh_argument(argument);
    text += " ;;\n";
  }
  return text + "  esac\n}\n_fieldstone \"$@\"\n";
}

std::string fish_quoted(const std::string& text) { return "'" + escaped(text, "'\\") + "'"; }

std::string fish_argument(const Command& command, const Argument& argument) {
  std::string text = "complete -c fieldstone -n '__fieldstone_at \"" + command.path + "\"'";
  if (!argument.flag.empty())
    text += " -l " + argument.flag.substr(2) + " -d " + fish_quoted(argument.help);
  const bool has_value = !argument.flag.empty() && argument.kind != Argument::Kind::flag;
  if (has_value) text += " -x";
  if (argument.kind == Argument::Kind::word) text += " -a '" + joined_words(argument.words) + "'";
  if (argument.kind == Argument::Kind::file) text += " -a '(__fish_complete_path)'";
  if (argument.kind == Argument::Kind::folder) text += " -a '(__fish_complete_directories)'";
  return text + "\n";
}

std::string fish(const Commands& all) {
  std::string text = R"(# Completion of fieldstone for fish, made by: fieldstone completion fish
function __fieldstone_at
    set -l at ''
    for word in (commandline -opc)[2..-1]
        switch "$at $word"
            case )" + [&] {
    std::string paths = known_paths(all);
    std::replace(paths.begin(), paths.end(), '|', ' ');
    return paths;
  }() + R"(
                set at "$at $word"
        end
    end
    test "$at" = "$argv[1]"
end
complete -c fieldstone -f
)";
  for (const Command& command : all) {
    for (const Command* inner : command.commands) {
      text += "complete -c fieldstone -n '__fieldstone_at \"" + command.path + "\"' -a " +
              name_of(*inner) + " -d " + fish_quoted(inner->help) + "\n";
    }
    for (const Argument& argument : command.arguments) {
      const bool place_of_text = argument.flag.empty() && argument.kind == Argument::Kind::text;
      if (!place_of_text) text += fish_argument(command, argument);
    }
  }
  return text;
}

using Writer = std::string (*)(const Commands&);

}  // namespace

void add_completion(CLI::App& app, Chosen& chosen) {
  CLI::App* command = app.add_subcommand(
      "completion", "Write what makes a shell complete the words of fieldstone, to stdout");
  auto writer = std::make_shared<Writer>(nullptr);
  add_choice(*command, "SHELL", *writer,
             Choices<Writer>{{"bash", &bash}, {"zsh", &zsh}, {"fish", &fish}}, "bash, zsh or fish",
             {})
      ->required();
  command->callback([writer, &app, &chosen] {
    chosen = [writer, &app] {
      Commands all;
      describe(app, {}, all);
      std::cout << (*writer)(all);
      return kOk;
    };
  });
}

}  // namespace fieldstone::cli
