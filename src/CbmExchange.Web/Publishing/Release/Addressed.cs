using CbmExchange.Contracts.Record.V1;
using Google.Protobuf;
using Google.Protobuf.Collections;

namespace CbmExchange.Web.Publishing.Release;

/// <summary>Whom a content names as those it is meant for, whatever its type.</summary>
internal static class Addressed
{
    /// <summary>Participant ids.</summary>
    public static string[] Of(IMessage? content) =>
        new[] { "addressees", "addressed_to", "with" }
            .Select(field => content?.Descriptor.FindFieldByName(field)?.Accessor.GetValue(content))
            .SelectMany(value => value switch
            {
                RepeatedField<Addressee> all => all.Select(one => one.ParticipantId),
                RepeatedField<string> ids => ids,
                string id when id.Length > 0 => [id],
                _ => Enumerable.Empty<string>(),
            })
            .ToArray();

    /// <summary>Record that it answers; null when it answers none.</summary>
    public static string? ReferenceOf(IMessage? content) =>
        content?.Descriptor.FindFieldByName("of_record")?.Accessor.GetValue(content) is RecordReference of
            && of.RecordId.Length > 0
            ? of.RecordId
            : null;
}
