using System.Collections.Frozen;
using System.Text.RegularExpressions;
using Google.Protobuf.Reflection;

namespace CbmExchange.Web.Publishing.Forms;

/// <summary>
/// What cbm.record.v1 says of its messages and fields: the comments of the protocol files, which are compiled into this
/// assembly. A form says so beside each field, in English, and cannot fall behind.
/// </summary>
internal static partial class FieldHints
{
    private const string Folder = "record/";

    private static readonly FrozenDictionary<string, string> All = typeof(FieldHints).Assembly
        .GetManifestResourceNames().Where(name => name.StartsWith(Folder, StringComparison.Ordinal))
        .SelectMany(Read).DistinctBy(hint => hint.Key).ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>What is said of a field; empty when nothing is.</summary>
    public static string Of(FieldDescriptor field) =>
        All.GetValueOrDefault($"{field.ContainingType.Name}.{field.Name}", "");

    /// <summary>
    /// The same for a form, which marks what is required and offers the codes: neither is said twice.
    /// </summary>
    public static string Beside(FieldDescriptor field, IReadOnlyList<(string Code, string Label)> codes) =>
        string.Join(' ', Sentence().Split(Of(field)).Where(sentence => sentence != "Required."
            && !(codes.Count > 1 && sentence.StartsWith("Code", StringComparison.Ordinal))
            && !(codes.Count > 1 && sentence.Contains(codes[0].Code, StringComparison.Ordinal)
                && sentence.Contains(codes[1].Code, StringComparison.Ordinal))));

    /// <summary>What is said of a message; empty when nothing is.</summary>
    public static string Of(MessageDescriptor message) => All.GetValueOrDefault(message.Name, "");

    /// <summary>True when the comment of a field says that it is required.</summary>
    public static bool SaysRequired(FieldDescriptor field) => Required().IsMatch(Of(field));

    private static List<KeyValuePair<string, string>> Read(string name)
    {
        using var reader = new StreamReader(typeof(FieldHints).Assembly.GetManifestResourceStream(name)!);
        var found = new List<KeyValuePair<string, string>>();
        var (said, message) = (new List<string>(), "");
        while (reader.ReadLine()?.Trim() is { } line)
        {
            if (line.StartsWith("//", StringComparison.Ordinal))
            {
                said.Add(line[2..].Trim());
                continue;
            }

            var place = Message().Match(line) is { Success: true } begun ? message = begun.Groups[1].Value
                : Field().Match(line) is { Success: true } field ? $"{message}.{field.Groups[1].Value}"
                : "";
            if (place.Length > 0 && said.Count > 0)
            {
                found.Add(new(place, string.Join(' ', said)));
            }

            said.Clear();
        }

        return found;
    }

    [GeneratedRegex(@"(?<=\.) ")]
    private static partial Regex Sentence();

    [GeneratedRegex(@"^message (\w+) \{")]
    private static partial Regex Message();

    [GeneratedRegex(@"^(?:repeated )?[\w.]+ (\w+) = \d+;")]
    private static partial Regex Field();

    [GeneratedRegex(@"(^|[.;] )Required\.")]
    private static partial Regex Required();
}
