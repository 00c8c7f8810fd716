using System.Collections;
using System.Globalization;
using System.Text;
using CbmExchange.Contracts.Record.V1;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;

namespace CbmExchange.Cli.Output;

/// <summary>
/// The content of a record of any type, field by field: every rendering of a text with its language and standing,
/// moments in UTC, and what is absent on purpose in words. Fields that are not there are not mentioned, since withheld
/// and empty look the same.
/// </summary>
internal static class ContentText
{
    /// <summary>Columns of the label; longer ones push their line.</summary>
    private const int LabelColumns = 22;

    // Said by the lines around the content.
    private static readonly string[] SaidElsewhere = ["reference_number", "authored_at"];

    public static void Write(Screen screen, IMessage content)
    {
        foreach (var field in content.Descriptor.Fields.InFieldNumberOrder())
        {
            if (field.Name == "absent")
            {
                continue;
            }

            if (!SaidElsewhere.Contains(field.Name))
            {
                WriteField(screen, content, field, 0);
            }
        }

        foreach (var absent in (IEnumerable<AbsentField>)content.Descriptor.FindFieldByName("absent").Accessor
            .GetValue(content))
        {
            var words = absent.Reason switch
            {
                "declined" => "declined to say",
                "unknown-to-us" => "unknown to them",
                _ => absent.Reason,
            };
            screen.Line(Label(Words(absent.Field), 0) + words);
        }
    }

    private static void WriteField(Screen screen, IMessage owner, FieldDescriptor field, int depth)
    {
        var value = field.Accessor.GetValue(owner);
        var label = Label(field.Name.Replace('_', ' '), depth);
        foreach (var item in field.IsRepeated ? Items((IList)value) : [value])
        {
            WriteValue(screen, label, item, depth);
        }
    }

    private static void WriteValue(Screen screen, string label, object? value, int depth)
    {
        switch (value)
        {
            case Text text:
                screen.Line($"{label}{text.Lang} ({text.Status})  {text.Text_}");
                break;
            case Attachment file:
                screen.Line($"{label}{file.FileName}  {file.MediaType}  {file.SizeBytes} bytes  sha256 {file.Sha256}");
                break;
            case IMessage message and not Timestamp and not TimeRange:
                screen.Line(label.TrimEnd());
                foreach (var field in message.Descriptor.Fields.InFieldNumberOrder())
                {
                    WriteField(screen, message, field, depth + 1);
                }

                break;
            default:
                if (Plain(value) is { Length: > 0 } plain)
                {
                    screen.Line(label + plain);
                }

                break;
        }
    }

    private static string Plain(object? value) => value switch
    {
        null or false => "",
        true => "yes",
        string text => text,
        int and 0 or long and 0 => "",
        Timestamp at => TimeText.Of(at),
        TimeRange { Latest: null } range => TimeText.Of(range.Earliest),
        TimeRange range => $"{TimeText.Of(range.Earliest)} to {TimeText.Of(range.Latest)}",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => "",
    };

    // Codes and words of one list stand on one line; texts and structures have a line each.
    private static IEnumerable<object?> Items(IList values) =>
        values.Count > 0 && values[0] is string
            ? [string.Join(", ", values.Cast<string>())]
            : values.Cast<object?>();

    private static string Label(string words, int depth) =>
        (new string(' ', 2 * depth) + words).PadRight(LabelColumns - 1) + " ";

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
