using System.CommandLine;

namespace CbmExchange.Cli;

/// <summary>Words that a shell offers for an option. The node decides what it takes; nothing is refused here.</summary>
internal static class Offering
{
    public static Option<T> Offer<T>(this Option<T> option, params string[] words)
    {
        option.CompletionSources.Add(words);
        return option;
    }
}
