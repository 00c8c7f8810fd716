using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using CbmExchange.Domain;
using CbmExchange.Store.PersonalData;

namespace CbmExchange.Store.Log;

/// <summary>
/// Event to stored body and back.
/// Invariants: personal data leaves here only sealed; the sealed value is opened under the alias it was stored with,
/// before any upcasting; an unknown alias is an error with a name, never skipped.
/// </summary>
internal sealed class EventCodec(EventTypes types, PersonalDataVault vault, IPersonalDataRules rules)
{
    private readonly PersonalDataSealer sealer = new(vault, rules);
    private readonly ConditionalWeakTable<Type, string> typeNames = [];

    public async ValueTask<EncodedEvent> EncodeAsync(string streamId, IEvent body, CancellationToken cancellationToken)
    {
        var alias = types.AliasOf(body);
        var json = JsonSerializer.Serialize(body, body.GetType(), DomainJson.Options);
        RefuseNul(json);
        json = await sealer.SealAsync(streamId, alias, json, cancellationToken).ConfigureAwait(false);
        return new EncodedEvent(Guid.CreateVersion7(), alias, typeNames.GetValue(body.GetType(), NameOf), json);
    }

    /// <summary>The aliases that a reader leaves out.</summary>
    public string[] LeftOut(EventBodies bodies) => types.LeftOut(bodies);

    /// <summary>Decodes a page; one look into the vault for all of it.</summary>
    public async ValueTask<IReadOnlyList<StoredEvent>> DecodeAsync(
        IReadOnlyList<RawEvent> page, CancellationToken cancellationToken)
    {
        var keys = await sealer.KeysOfAsync(page, cancellationToken).ConfigureAwait(false);
        return [.. page.Select(raw => Decode(raw, keys))];
    }

    private static string NameOf(Type type) => $"{type.FullName}, {type.Assembly.GetName().Name}";

    /// <summary>jsonb cannot hold U+0000; said here, so that one bad event never fails a whole batch.</summary>
    private static void RefuseNul(string json)
    {
        for (var at = json.IndexOf("\\u0000", StringComparison.Ordinal); at >= 0;
            at = json.IndexOf("\\u0000", at + 1, StringComparison.Ordinal))
        {
            var slashes = 0;
            while (at - slashes - 1 >= 0 && json[at - slashes - 1] == '\\')
            {
                slashes++;
            }

            if (slashes % 2 == 0)
            {
                throw new ArgumentException("An event holds the character U+0000, which cannot be stored.",
                    nameof(json));
            }
        }
    }

    private StoredEvent Decode(RawEvent raw, IReadOnlyDictionary<Guid, byte[]> keys)
    {
        var alias = raw.Alias;
        var erased = ImmutableArray<string>.Empty;
        IEvent body;
        try
        {
            body = raw.Json is null ? types.NotRead(alias)
                : PersonalDataSealer.IsSealed(raw.Json) || types.UpcastersOf(alias).Count > 0
                    ? DecodeNode(raw, keys, ref alias, ref erased)
                    : (IEvent)JsonSerializer.Deserialize(raw.Json, types.TypeOf(alias), DomainJson.Options)!;
        }
        catch (Exception inner) when (inner is JsonException or NotSupportedException or InvalidOperationException
            or FormatException or ArgumentException)
        {
            throw new EventBodyException(raw.Alias, inner);
        }

        return new StoredEvent
        {
            Position = new LogPosition(raw.Position),
            Id = raw.Id,
            StreamId = raw.StreamId,
            Version = new StreamVersion(raw.Version),
            Alias = alias,
            Body = body,
            Timestamp = raw.Timestamp,
            Metadata = raw.Metadata,
            ErasedProperties = erased,
        };
    }

    private IEvent DecodeNode(
        RawEvent raw, IReadOnlyDictionary<Guid, byte[]> keys, ref string alias, ref ImmutableArray<string> erased)
    {
        var node = JsonNode.Parse(raw.Json!) as JsonObject ?? throw new JsonException("A body is a JSON object.");
        erased = PersonalDataSealer.Open(raw.Alias, node, keys);
        for (var step = 0; types.UpcastersOf(alias).FirstOrDefault(one => one.AppliesTo(node)) is { } upcaster; step++)
        {
            if (step == EventTypes.UpcastCountMax)
            {
                throw new InvalidOperationException($"Upcasting of {raw.Alias} does not end.");
            }

            upcaster.Upcast(node);
            alias = upcaster.NewAlias;
        }

        return (IEvent)node.Deserialize(types.TypeOf(alias), DomainJson.Options)!;
    }
}
