#include "cli/cli.hpp"

int main(int argc, char** argv) { return fieldstone::cli::run(argc, argv); }
