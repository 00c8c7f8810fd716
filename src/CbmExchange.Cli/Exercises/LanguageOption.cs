using System.CommandLine;

namespace CbmExchange.Cli.Exercises;

/// <summary>The reader's language: what follows the banner, which itself is never translated.</summary>
internal static class LanguageOption
{
    public static Option<string?> New() => new("--lang")
    {
        Description = "Your language, e.g. fr: the exercise banner is followed by its translation.",
        HelpName = "LANG",
    };
}
