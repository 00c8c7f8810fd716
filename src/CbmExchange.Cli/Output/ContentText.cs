using System.Collections;
using System.Globalization;
using CbmExchange.Contracts.Record.V1;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;

namespace CbmExchange.Cli.Output;

/// <summary>
/// The content of a record of any type, field by field: every rendering of a text with its language and standing,
/// moments in UTC. What is not there <see cref="AbsentText"/> says.
/// </summary>
internal static class ContentText
{
    /// <summary>Columns of the label; longer ones push their line.</summary>
    private const int LabelColumns = 22;

    // Said by the lines around the content; what is absent by AbsentText.
    private static readonly string[] SaidElsewhere = ["reference_number", "authored_at", "absent"];

    public static void Write(Screen screen, IMessage content)
    {
        foreach (var field in content.Descriptor.Fields.InFieldNumberOrder())
        {
            if (!SaidElsewhere.Contains(field.Name))
            {
                WriteField(screen, content, field, 0);
            }
        }
    }

    private static void WriteField(Screen screen, IMessage owner, FieldDescriptor field, int depth)
    {
        var value = field.Accessor.GetValue(owner);
        var label = Label(field.Name.Replace('_', ' '), depth);
        foreach (var item in field.IsRepeated ? Items(screen, field, (IList)value) : [Coded(screen, field, value)])
        {
            WriteValue(screen, label, item, depth);
        }
    }

    private static void WriteValue(Screen screen, string label, object? value, int depth)
    {
        switch (value)
        {
            case Text text:
                screen.Line($"{label}{text.Lang} ({screen.Code("Text.status", text.Status)})  {text.Text_}");
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
    private static IEnumerable<object?> Items(Screen screen, FieldDescriptor field, IList values) =>
        values.Count > 0 && values[0] is string
            ? [string.Join(", ", values.Cast<string>().Select(code => Coded(screen, field, code)))]
            : values.Cast<object?>();

    private static object? Coded(Screen screen, FieldDescriptor field, object? value) =>
        value is string code ? screen.Labels?.Of(field, code) ?? code : value;

    private static string Label(string words, int depth) =>
        (new string(' ', 2 * depth) + words).PadRight(LabelColumns - 1) + " ";
}
