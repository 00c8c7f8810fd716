using System.Collections;
using System.Globalization;
using CbmExchange.Contracts.Record.V1;
using CbmExchange.Web.Shared;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;

namespace CbmExchange.Web.Publishing.Forms;

/// <summary>Between a form and a message of cbm.record.v1: pure, both ways.</summary>
internal static class FormContent
{
    /// <summary>As <c>datetime-local</c> writes it; a form speaks of UTC only.</summary>
    private static readonly string[] TimeFormats =
        ["yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ss.fff"];

    /// <summary>What a message holds, as a form.</summary>
    public static FormNode Of(IMessage message)
    {
        var node = new FormNode();
        foreach (var field in message.Descriptor.Fields.InDeclarationOrder())
        {
            var value = field.Accessor.GetValue(message);
            node.Fields[field.JsonName] = field.IsRepeated ? OfList((IList)value) : OfValue(value);
        }

        return node;
    }

    /// <summary>
    /// Fills a message from a form. What cannot be a value of the field at all is a fault; all else the node judges.
    /// </summary>
    public static void Fill(IMessage message, FormNode node, string path, FormFaults faults)
    {
        foreach (var field in message.Descriptor.Fields.InDeclarationOrder())
        {
            if (!node.Fields.TryGetValue(field.JsonName, out var place))
            {
                continue;
            }

            var at = FormReading.Join(path, field.JsonName);
            if (field.IsRepeated)
            {
                FillList((IList)field.Accessor.GetValue(message), field, place, at, faults);
            }
            else if (ValueOf(field, place, at, faults) is { } value)
            {
                field.Accessor.SetValue(message, value);
            }
        }
    }

    /// <summary>
    /// Takes out elements that hold nothing, so that the places in the form are those that the node counts.
    /// </summary>
    public static void Compact(FormNode node, MessageDescriptor type)
    {
        foreach (var field in type.Fields.InDeclarationOrder())
        {
            if (!node.Fields.TryGetValue(field.JsonName, out var place) || FieldKinds.Inner(field) is not { } inner
                || FieldKinds.IsTime(field))
            {
                continue;
            }

            place.Items.RemoveAll(item => IsEmpty(item, inner));
            foreach (var one in field.IsRepeated ? place.Items : [place])
            {
                Compact(one, inner);
            }
        }
    }

    /// <summary>True when nothing was typed. Language and standing of a text, chosen beforehand, say nothing.</summary>
    public static bool IsEmpty(FormNode node, MessageDescriptor type) =>
        type.FullName == Text.Descriptor.FullName ? string.IsNullOrWhiteSpace(node["text"].Typed)
        : FieldKinds.IsFile(type) ? node["sha256"].Typed.Length == 0
        : type.Fields.InDeclarationOrder().All(field =>
            !node.Fields.TryGetValue(field.JsonName, out var place) || IsEmpty(place, field));

    private static bool IsEmpty(FormNode place, FieldDescriptor field) =>
        FieldKinds.Inner(field) is { } inner && !FieldKinds.IsTime(field)
            ? (field.IsRepeated ? place.Items : [place]).All(one => IsEmpty(one, inner))
            : place.Items.Count == 0 && string.IsNullOrWhiteSpace(place.Typed);

    private static FormNode OfList(IList values)
    {
        var list = new FormNode();
        list.Items.AddRange(values.Cast<object>().Select(OfValue));
        return list;
    }

    private static FormNode OfValue(object? value) => value switch
    {
        null => new FormNode(),
        Timestamp time => FormNode.Of(TextOf(time)),
        IMessage inner => Of(inner),
        bool truth => FormNode.Of(truth ? "true" : ""),
        int and 0 or long and 0 => new FormNode(),
        _ => FormNode.Of(Convert.ToString(value, CultureInfo.InvariantCulture) ?? ""),
    };

    // To the last digit: a time that comes back otherwise would tell a recipient that something has changed.
    private static string TextOf(Timestamp time) => (time.Nanos, time.Seconds % 60) switch
    {
        (0, 0) => Format(time, TimeFormats[0]),
        (0, _) => Format(time, TimeFormats[1]),
        _ when time.Nanos % 1_000_000 == 0 => Format(time, TimeFormats[2]),
        _ => time.ToString().Trim('"'),
    };

    private static string Format(Timestamp time, string format) =>
        time.ToDateTimeOffset().UtcDateTime.ToString(format, CultureInfo.InvariantCulture);

    private static void FillList(
        IList list, FieldDescriptor field, FormNode place, string path, FormFaults faults)
    {
        foreach (var (item, index) in place.Items.Select((item, index) => (item, index)))
        {
            if (ValueOf(field, item, FormReading.At(path, index), faults) is { } value)
            {
                list.Add(value);
            }
        }
    }

    private static object? ValueOf(FieldDescriptor field, FormNode place, string path, FormFaults faults)
    {
        var typed = place.Typed.Trim();
        switch (field.FieldType)
        {
            case FieldType.Message when FieldKinds.IsTime(field):
                return typed.Length == 0 ? null : TimeOf(typed, path, faults);
            case FieldType.Message:
                if (IsEmpty(place, field.MessageType))
                {
                    return null;
                }

                var inner = field.MessageType.Parser.ParseFrom(ByteString.Empty);
                Fill(inner, place, path, faults);
                return inner;
            case FieldType.Bool:
                return typed == "true";
            case FieldType.Int32:
                return int.TryParse(typed, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
                    ? number
                    : NoNumber(typed, path, faults);
            case FieldType.Int64:
                return long.TryParse(typed, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var large)
                    ? large
                    : NoNumber(typed, path, faults);
            default:
                return typed.Length == 0 ? null : typed.Normalize();
        }
    }

    private static object? NoNumber(string typed, string path, FormFaults faults)
    {
        if (typed.Length > 0)
        {
            faults.Add(path, "Must be a whole number.");
        }

        return null;
    }

    private static Timestamp? TimeOf(string typed, string path, FormFaults faults)
    {
        if (DateTimeOffset.TryParseExact(
            typed, TimeFormats, CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time))
        {
            return Timestamp.FromDateTimeOffset(time);
        }

        try
        {
            return JsonParser.Default.Parse<Timestamp>($"\"{typed.Replace("\"", "")}\"");
        }
        catch (Exception none) when (none is InvalidProtocolBufferException or InvalidJsonException)
        {
            faults.Add(path, "Must be a time in UTC, e.g. 2026-11-22T03:05.");
            return null;
        }
    }
}
