using System.Collections.Frozen;
using System.Reflection;
using CbmExchange.Domain;

namespace CbmExchange.Store;

/// <summary>The event types this program knows, by their stored alias, and how older shapes are read.</summary>
public sealed class EventTypes
{
    /// <summary>Steps of upcasting one event may take; more would be a circle.</summary>
    public const int UpcastCountMax = 16;

    private readonly FrozenDictionary<string, Type> byAlias;
    private readonly FrozenDictionary<Type, string> byType;
    private readonly FrozenDictionary<string, IEventUpcaster[]> upcasters;

    private EventTypes(Dictionary<string, Type> types, IEnumerable<IEventUpcaster> upcasters)
    {
        byAlias = types.ToFrozenDictionary(StringComparer.Ordinal);
        byType = types.ToFrozenDictionary(pair => pair.Value, pair => pair.Key);
        this.upcasters = upcasters.GroupBy(one => one.Alias, StringComparer.Ordinal)
            .ToFrozenDictionary(group => group.Key, group => group.ToArray(), StringComparer.Ordinal);
    }

    /// <summary>The aliases, for tests and documents.</summary>
    public IReadOnlyCollection<string> Aliases => byAlias.Keys;

    /// <summary>The events of the Domain room.</summary>
    public static EventTypes OfDomain(params IEnumerable<IEventUpcaster> upcasters) =>
        Of([typeof(IEvent).Assembly], upcasters);

    /// <summary>
    /// Every class in the assemblies that implements <see cref="IEvent"/>. Throws when one has no alias or two share
    /// one.
    /// </summary>
    public static EventTypes Of(IEnumerable<Assembly> assemblies, params IEnumerable<IEventUpcaster> upcasters)
    {
        var types = new Dictionary<string, Type>(StringComparer.Ordinal);
        foreach (var type in assemblies.SelectMany(assembly => assembly.GetTypes()).Where(IsEvent))
        {
            var alias = type.GetCustomAttribute<EventAliasAttribute>()?.Alias
                ?? throw new InvalidOperationException($"The event {type.Name} has no EventAlias.");
            if (!types.TryAdd(alias, type))
            {
                throw new InvalidOperationException(
                    $"Two events have the alias {alias}: {types[alias].Name}, {type.Name}.");
            }
        }

        return new EventTypes(types, upcasters);
    }

    internal string AliasOf(IEvent body) => byType.TryGetValue(body.GetType(), out var alias)
        ? alias
        : throw new ArgumentException($"{body.GetType().Name} is not a registered event type.", nameof(body));

    internal BodyNotRead NotRead(string alias) => new(TypeOf(alias));

    internal Type TypeOf(string alias) =>
        byAlias.TryGetValue(alias, out var type) ? type : throw new UnknownEventTypeException(alias);

    /// <summary>
    /// The aliases whose bodies a reader leaves out: those that need no upcasting, whose type is what they say.
    /// </summary>
    internal string[] LeftOut(EventBodies bodies) =>
        [.. byAlias.Where(pair => bodies.LeaveOut(pair.Value) && UpcastersOf(pair.Key).Count == 0)
            .Select(pair => pair.Key)];

    internal IReadOnlyList<IEventUpcaster> UpcastersOf(string alias) =>
        upcasters.TryGetValue(alias, out var found) ? found : [];

    private static bool IsEvent(Type type) =>
        type is { IsClass: true, IsAbstract: false } && type.IsAssignableTo(typeof(IEvent));
}
