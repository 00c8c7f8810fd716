using CbmExchange.Node.Home;

namespace CbmExchange.Node.Verbs;

/// <summary>
/// The options of one verb: <c>--name value…</c>. A tiny reader, since this program is started by other programs; the
/// comfortable command line is <c>cbmx</c>.
/// </summary>
internal sealed class VerbArguments
{
    private readonly Dictionary<string, List<string>> values = new(StringComparer.Ordinal);

    /// <summary>Reads options; all that are unknown or lack a value are named at once.</summary>
    public VerbArguments(IEnumerable<string> arguments, params ReadOnlySpan<string> known)
    {
        List<string> faults = [];
        List<string>? current = null;
        foreach (var argument in arguments)
        {
            if (!argument.StartsWith("--", StringComparison.Ordinal))
            {
                if (current is null)
                {
                    faults.Add($"\"{argument}\" belongs to no option.");
                }

                current?.Add(argument);
                continue;
            }

            if (!known.Contains(argument))
            {
                faults.Add($"{argument} is unknown; known are: {string.Join(", ", known.ToArray())}.");
            }

            current = values.TryGetValue(argument, out var list) ? list : values[argument] = [];
        }

        faults.AddRange(values.Where(pair => pair.Value.Count == 0).Select(pair => $"{pair.Key} needs a value."));
        if (faults.Count > 0)
        {
            throw new StartupException([.. faults]);
        }
    }

    /// <summary>All values of an option.</summary>
    public IReadOnlyList<string> All(string name) => values.TryGetValue(name, out var list) ? list : [];

    /// <summary>The one value of an option, or null.</summary>
    public string? Optional(string name) => All(name) switch
    {
        [] => null,
        [var value] => value,
        _ => throw new StartupException($"{name} takes one value."),
    };

    /// <summary>The one value of an option.</summary>
    public string Required(string name) => Optional(name) ?? throw new StartupException($"{name} is required.");
}
