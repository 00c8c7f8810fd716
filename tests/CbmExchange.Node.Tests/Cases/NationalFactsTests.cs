using System.Reflection;
using CbmExchange.Domain.Cases;
using CbmExchange.Envelopes.PeerStreams;
using CbmExchange.Node.Publishing;

namespace CbmExchange.Node.Tests.Cases;

/// <summary>
/// There is no way from what officers keep about a case to a peer stream (that no byte of it leaves: NonDisclosure).
/// </summary>
public sealed class NationalFactsTests
{
    [Fact]
    public void Nothing_that_makes_an_entry_takes_a_fact_about_a_case()
    {
        var makers = new[]
        {
            typeof(EntryMaker), typeof(PeerEntryBuilder), typeof(StatementEntry), typeof(NewPeerEntry),
        };
        var taken = makers.SelectMany(maker => maker.GetMembers(
                BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static))
            .SelectMany(TypesOf).SelectMany(Parts).ToHashSet();

        Assert.Contains(typeof(Domain.Lifecycle.RecordReleased), taken);
        Assert.DoesNotContain(taken, type => type.Namespace == typeof(ICaseEvent).Namespace);
        Assert.DoesNotContain(taken, type => type.IsAssignableFrom(typeof(CaseNoteAdded)) && type != typeof(object));
    }

    private static IEnumerable<Type> TypesOf(MemberInfo member) => member switch
    {
        MethodBase method => method.GetParameters().Select(parameter => parameter.ParameterType),
        PropertyInfo property => [property.PropertyType],
        FieldInfo field => [field.FieldType],
        _ => [],
    };

    private static IEnumerable<Type> Parts(Type type) =>
        type.IsGenericType ? [type, .. type.GetGenericArguments().SelectMany(Parts)] : [type];
}
