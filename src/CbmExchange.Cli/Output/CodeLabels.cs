using System.CommandLine;
using CbmExchange.Cli.Connection;
using CbmExchange.Contracts.Exchange.V1;
using Google.Protobuf.Reflection;

namespace CbmExchange.Cli.Output;

/// <summary>
/// Labels of codes in one language. The code always stands beside its label; a code without one is shown as it is.
/// </summary>
internal sealed class CodeLabels
{
    private const string AnyMessage = "*";

    private readonly Dictionary<(string Field, string Code), string> labels = [];

    private CodeLabels(ListCodesResponse lists)
    {
        foreach (var list in lists.Lists)
        {
            foreach (var (field, code) in list.Fields.SelectMany(field => list.Codes.Select(code => (field, code))))
            {
                if (code.Labels.Count > 0)
                {
                    labels[(field, code.Id)] = code.Labels[0].Text_;
                }
            }
        }
    }

    /// <summary>The option of commands that show codes.</summary>
    public static Option<string?> Option() => new Option<string?>("--lang")
    {
        Description = "Show what codes mean in this language, the code beside it: ar, zh, en, fr, ru or es.",
        HelpName = "TAG",
    }.AcceptOnlyFromAmong("ar", "zh", "en", "fr", "ru", "es");

    /// <summary>From here on the screen of the session shows labels, if a language was asked for.</summary>
    public static async Task UseAsync(NodeSession session, Option<string?> lang, CancellationToken cancellation)
    {
        if (session.Get(lang) is { } wanted && !session.AsJson)
        {
            var request = new ListCodesRequest { Lang = wanted };
            session.Screen.Labels = new CodeLabels(await session.AskAsync(
                options => session.Library.ListCodesAsync(request, options), cancellation).ConfigureAwait(false));
        }
    }

    /// <summary>The label and the code, or the code alone.</summary>
    public string Of(FieldDescriptor field, string code) =>
        Find($"{field.ContainingType.Name}.{field.Name}", code) ?? Find($"{AnyMessage}.{field.Name}", code) ?? code;

    /// <summary>As above, for a field that is known by name, e.g. <c>IncidentNotification.nature</c>.</summary>
    public string Of(string field, string code) => Find(field, code) ?? code;

    private string? Find(string field, string code) =>
        labels.TryGetValue((field, code), out var label) ? $"{label} [{code}]" : null;
}
