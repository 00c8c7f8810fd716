using System.Collections.Immutable;
using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Domain.Records;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace CbmExchange.Envelopes.Statements;

/// <summary>
/// Which message of <c>cbm.record.v1</c> is the content of which record type, and the way between them.
/// </summary>
public static class RecordSchemas
{
    /// <summary>The schema version that this code writes. A higher minor is read as far as it is known.</summary>
    public const string Version = "1.0";

    private const string MajorPrefix = "1.";

    private static readonly ImmutableDictionary<string, MessageDescriptor> Descriptors =
        RecordBody.Descriptor.Oneofs[0].Fields.ToImmutableDictionary(TypeOf, field => field.MessageType);

    private static readonly OneofAccessor Bodies = RecordBody.Descriptor.Oneofs[0].Accessor;

    private static readonly JsonFormatter Formatter = new(JsonFormatter.Settings.Default);

    private static readonly JsonParser Parser = new(
        JsonParser.Settings.Default.WithIgnoreUnknownFields(true).WithRecursionLimit(EnvelopeLimits.JsonDepthMax));

    /// <summary>The message of a record type, or null for a type that this code does not know.</summary>
    public static MessageDescriptor? Find(string recordType) => Descriptors.GetValueOrDefault(recordType);

    /// <summary>The record type of a message. Throws when the message is no content.</summary>
    public static string TypeOf(IMessage message) =>
        Descriptors.FirstOrDefault(pair => pair.Value == message.Descriptor).Key
        ?? throw new ArgumentException(
            $"{message.Descriptor.FullName} is not the content of a record.", nameof(message));

    /// <summary>The content that a body holds; null for an empty one.</summary>
    public static IMessage? ContentOf(RecordBody body) =>
        Bodies.GetCaseFieldDescriptor(body)?.Accessor.GetValue(body) as IMessage;

    /// <summary>A body that holds the content. Throws when the message is no content.</summary>
    public static RecordBody BodyOf(IMessage content)
    {
        var body = new RecordBody();
        RecordBody
            .Descriptor.Oneofs[0]
            .Fields.First(field => field.MessageType == content.Descriptor)
            .Accessor.SetValue(body, content);
        return body;
    }

    /// <summary>True when content of this type and version can be read here.</summary>
    public static bool CanRead(string recordType, string schemaVersion) =>
        Descriptors.ContainsKey(recordType) && schemaVersion.StartsWith(MajorPrefix, StringComparison.Ordinal)
        && schemaVersion.AsSpan(MajorPrefix.Length) is { Length: > 0 and < 6 } minor
        && minor.IndexOfAnyExceptInRange('0', '9') < 0;

    /// <summary>
    /// The message as proto3-JSON. Fields without a value are left out. Throws for a time that is no moment: callers
    /// ask <see cref="ContentTimes"/> first.
    /// </summary>
    public static RecordContent ToContent(IMessage message) => RecordContent.Parse(Formatter.Format(message));

    /// <summary>
    /// The content as a message; unknown fields are left out of it (the content keeps them). Null when the type is
    /// unknown or a field is not of its type.
    /// </summary>
    public static IMessage? TryToMessage(string recordType, RecordContent content)
    {
        if (Find(recordType) is not { } descriptor)
        {
            return null;
        }

        try
        {
            return Parser.Parse(content.Claims.GetRawText(), descriptor);
        }
        catch (Exception error) when (error is InvalidProtocolBufferException or InvalidJsonException)
        {
            return null;
        }
    }

    /// <summary>The content as a message of a known type; null when it is none.</summary>
    public static T? TryTo<T>(RecordContent content)
        where T : class, IMessage, new() => TryToMessage(TypeOf(new T()), content) as T;

    // RecordBody names each message as its type is called: national_document holds a national-document.
    private static string TypeOf(FieldDescriptor field) => field.Name.Replace('_', '-');

    /// <summary>Names of the fields, in the order of the proto file.</summary>
    internal static IEnumerable<string> FieldNames(MessageDescriptor descriptor) =>
        descriptor.Fields.InFieldNumberOrder().Select(field => field.JsonName);
}
