using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Contracts.Record.V1;
using Google.Protobuf;
using Google.Protobuf.Collections;

namespace CbmExchange.Web.Shared;

/// <summary>The content of a record of any type, by the names of its fields.</summary>
public static class Bodies
{
    /// <summary>The message inside; null where nothing was released or the record is sealed.</summary>
    public static IMessage? ContentOf(RecordBody? body) =>
        body is null ? null : RecordBody.Descriptor.Oneofs[0].Accessor.GetCaseFieldDescriptor(body) is { } field
            ? (IMessage)field.Accessor.GetValue(body)
            : null;

    /// <summary>A field of text, e.g. "precedence"; empty where the type has none.</summary>
    public static string StringOf(IMessage? content, string field) =>
        content?.Descriptor.FindFieldByName(field)?.Accessor.GetValue(content) as string ?? "";

    /// <summary>A field of multilingual text; none where the type has none.</summary>
    public static IReadOnlyCollection<Text> TextsOf(IMessage? content, string field) =>
        content?.Descriptor.FindFieldByName(field)?.Accessor.GetValue(content) is RepeatedField<Text> texts ? texts : [];

    /// <summary>What the record is called: subject, title, name of the office, in this order.</summary>
    public static IReadOnlyCollection<Text> TitleOf(RecordBody? body)
    {
        var content = ContentOf(body);
        return new[] { "subject", "title", "name", "office_name", "team_name", "term" }
            .Select(field => TextsOf(content, field)).FirstOrDefault(texts => texts.Count > 0) ?? [];
    }

    /// <summary>"officeName" or "office_name" as words: "office name".</summary>
    public static string Words(string field)
    {
        var words = new System.Text.StringBuilder();
        foreach (var letter in field)
        {
            words.Append(letter == '_' ? ' ' : letter);
        }

        return words.ToString();
    }
}
