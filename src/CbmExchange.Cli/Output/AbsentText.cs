using System.Text;
using CbmExchange.Cli.Records;
using CbmExchange.Contracts.Record.V1;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace CbmExchange.Cli.Output;

/// <summary>
/// What a content does not say, in words: declined, unknown to the originator, or not entered (domain.md §4.1). In
/// what a peer released, "not entered" cannot be told from "not released to you", and nobody is told which it is.
/// </summary>
internal static class AbsentText
{
    /// <summary>Fields below belong to every type; they are absent in most records and say nothing.</summary>
    private const int FirstFieldOfType = 20;

    /// <summary>What is absent on purpose, a line each.</summary>
    public static void Stated(Screen screen, IMessage content)
    {
        foreach (var absent in StatedIn(content))
        {
            var words = absent.Reason switch
            {
                "declined" => "declined to say",
                "unknown-to-us" => "unknown to them",
                _ => absent.Reason,
            };
            screen.Line($"{Words(absent.Field)}: {screen.Labels?.Of("AbsentField.reason", absent.Reason) ?? words}");
        }
    }

    /// <summary>What is merely not there, on one line.</summary>
    public static void NotEntered(Screen screen, IMessage content, bool isOwn)
    {
        var stated = StatedIn(content).Select(absent => absent.Field).ToHashSet(StringComparer.Ordinal);
        var missing = content.Descriptor.Fields.InFieldNumberOrder()
            .Where(field => field.FieldNumber >= FirstFieldOfType && !stated.Contains(field.JsonName)
                && IsMissing(field, content))
            .Select(field => field.Name.Replace('_', ' '));
        if (string.Join(", ", missing) is { Length: > 0 } names)
        {
            screen.Quiet($"{(isOwn ? "not entered" : "not entered, or not released to you")}: {names}");
        }
    }

    private static IEnumerable<AbsentField> StatedIn(IMessage content) =>
        RecordBodies.Of<IEnumerable<AbsentField>>(content, "absent") ?? [];

    // A number that is 0 and a switch that is off are values, not gaps.
    private static bool IsMissing(FieldDescriptor field, IMessage content) => field.Accessor.GetValue(content) switch
    {
        null or "" => true,
        System.Collections.ICollection { Count: 0 } => true,
        _ => false,
    };

    // lowerCamelCase of proto3-JSON, as absent fields are named.
    private static string Words(string camelCase)
    {
        var words = new StringBuilder();
        foreach (var letter in camelCase)
        {
            _ = char.IsAsciiLetterUpper(letter)
                ? words.Append(' ').Append(char.ToLowerInvariant(letter))
                : words.Append(letter);
        }

        return words.ToString();
    }
}
