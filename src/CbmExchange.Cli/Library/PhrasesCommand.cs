using System.CommandLine;
using CbmExchange.Cli.Output;
using CbmExchange.Contracts.Exchange.V1;

namespace CbmExchange.Cli.Library;

/// <summary>What to say when nobody at the desk has the other's language.</summary>
internal static class PhrasesCommand
{
    private const string Source = "en";

    public static CbmxCommand Build(CliContext context)
    {
        var phrase = new Argument<string?>("phrase")
        {
            Description = "One phrase, in all six languages.",
            HelpName = "PHRASE",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var language = new Option<string?>("--lang")
        {
            Description = "Beside English in this language: ar, zh, fr, ru or es.",
            HelpName = "LANG",
        }.AcceptOnlyFromAmong("ar", "zh", "en", "fr", "ru", "es");
        var command = new CbmxCommand(
            "phrases",
            "Fixed phrases in six languages, to read aloud or to answer with. Those for `answer` a duty officer may " +
            "send alone: `cbmx respond RECORD --phrase PHRASE`.",
            "cbmx phrases --lang fr",
            "cbmx phrases please-wait");
        return context.Run(command.With(phrase, language), async (session, cancellation) =>
        {
            var request = new ListPhrasesRequest { Phrase = session.Get(phrase) ?? "" };
            var reply = await session.AskAsync(
                options => session.Library.ListPhrasesAsync(request, options), cancellation).ConfigureAwait(false);
            if (session.AsJson)
            {
                session.Screen.Json(reply);
                return ExitCode.Done;
            }

            Write(session.Screen, reply, request.Phrase.Length > 0, session.Get(language));
            return ExitCode.Done;
        });
    }

    private static void Write(Screen screen, ListPhrasesResponse reply, bool isOne, string? language)
    {
        foreach (var phrase in reply.Phrases)
        {
            screen.Strong($"{phrase.Id}   ({phrase.Use})");
            foreach (var text in phrase.Texts.Where(text => isOne ? language is null || text.Lang == language
                : text.Lang == Source || text.Lang == language))
            {
                screen.Line($"  {text.Lang}  {text.Text_}");
            }
        }

        screen.Quiet(
            $"phrase library {reply.Version}; English is the source, the other languages are machine translations");
    }
}
