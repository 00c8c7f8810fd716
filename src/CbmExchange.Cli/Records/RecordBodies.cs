using System.Collections;
using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Contracts.Record.V1;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace CbmExchange.Cli.Records;

/// <summary>
/// The content of any record type: RecordBody has one field for each, called as the type with _ for -.
/// </summary>
internal static class RecordBodies
{
    private const string Receipt = "acknowledgement";

    private static readonly OneofDescriptor Bodies = RecordBody.Descriptor.Oneofs[0];

    /// <summary>Codes of all types.</summary>
    public static string[] Types { get; } = [.. Bodies.Fields.Select(TypeOf)];

    /// <summary>Codes of the types that officers write; a receipt is confirmed, not written.</summary>
    public static string[] Written { get; } = [.. Types.Where(type => type != Receipt)];

    /// <summary>The content; null when the body is empty.</summary>
    public static IMessage? ContentOf(RecordBody? body) =>
        body is null ? null : Bodies.Accessor.GetCaseFieldDescriptor(body)?.Accessor.GetValue(body) as IMessage;

    /// <summary>A body with content read from proto3-JSON. Throws as the parser does.</summary>
    public static RecordBody Parse(string type, string json, JsonParser parser)
    {
        var field = Bodies.Fields.First(field => TypeOf(field) == type);
        var body = new RecordBody();
        field.Accessor.SetValue(body, parser.Parse(json, field.MessageType));
        return body;
    }

    /// <summary>Adds measures that the content serves.</summary>
    public static void AddMeasures(RecordBody body, IEnumerable<string> measures)
    {
        if (ContentOf(body) is { } content && Of<IList>(content, "reports_under") is { } served)
        {
            foreach (var measure in measures)
            {
                served.Add(measure);
            }
        }
    }

    /// <summary>A field of the content by its proto name; null when it has none of that kind.</summary>
    public static T? Of<T>(IMessage? content, string field)
        where T : class => content?.Descriptor.FindFieldByName(field)?.Accessor.GetValue(content) as T;

    /// <summary>The best one line that says what a record is about.</summary>
    public static IEnumerable<Text> TitleOf(IMessage content) =>
        new[] { "office_name", "title", "name", "team_name", "subject" }
            .Select(field => Of<IEnumerable<Text>>(content, field))
            .FirstOrDefault(texts => texts?.Any() == true) ?? [];

    private static string TypeOf(FieldDescriptor field) => field.Name.Replace('_', '-');
}
