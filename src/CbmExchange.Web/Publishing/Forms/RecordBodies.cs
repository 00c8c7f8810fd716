using System.Text.RegularExpressions;
using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Contracts.Record.V1;
using Google.Protobuf;
using Google.Protobuf.Collections;
using Google.Protobuf.Reflection;

namespace CbmExchange.Web.Publishing.Forms;

/// <summary>The content of a record of any type, as RecordBody holds it.</summary>
internal static partial class RecordBodies
{
    private static readonly JsonParser Json = new(JsonParser.Settings.Default.WithIgnoreUnknownFields(true));

    /// <summary>The message of a record type; null for one that these pages do not know.</summary>
    public static MessageDescriptor? TypeOf(string recordType) => PlaceOf(recordType)?.MessageType;

    /// <summary>A body from a form. What cannot be a value is a fault.</summary>
    public static RecordBody Of(MessageDescriptor type, FormNode node, FormScene scene)
    {
        var content = type.Parser.ParseFrom(ByteString.Empty);
        FormContent.Fill(content, node, "", scene.Faults);
        var absent = (RepeatedField<AbsentField>)type.FindFieldByName("absent").Accessor.GetValue(content);
        absent.AddRange(scene.Absent.Select(one => new AbsentField { Field = one.Key, Reason = one.Value }));
        var body = new RecordBody();
        RecordBody.Descriptor.Fields.InDeclarationOrder().First(field => field.MessageType == type)
            .Accessor.SetValue(body, content);
        return body;
    }

    /// <summary>Content as a recipient reads it, from its JSON; null when it cannot be read here.</summary>
    public static IMessage? Read(string recordType, string json)
    {
        try
        {
            return TypeOf(recordType) is { } type ? Json.Parse(json, type) : null;
        }
        catch (Exception unreadable) when (unreadable is InvalidProtocolBufferException or InvalidJsonException)
        {
            return null;
        }
    }

    /// <summary>Where a fault of the node belongs in a form: what is absent is said at the field itself.</summary>
    public static string PlaceOf(string fault, IReadOnlyList<string> absent) =>
        Absent().Match(fault) is { Success: true } at && int.Parse(
            at.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture) is var index && index < absent.Count
            ? absent[index]
            : fault;

    private static FieldDescriptor? PlaceOf(string recordType) =>
        RecordBody.Descriptor.FindFieldByName(recordType.Replace('-', '_'));

    [GeneratedRegex(@"^absent\[([0-9]{1,3})\]")]
    private static partial Regex Absent();
}
