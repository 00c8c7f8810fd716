using Google.Protobuf.Reflection;

namespace CbmExchange.Node.Tests.Exercises;

/// <summary>Nobody adds a list that forgets that there are exercises.</summary>
public sealed class ContextStandTests
{
    [Fact]
    public void Every_rpc_that_reads_has_a_stand_on_context() =>
        Assert.Equal(
            ReadRpcs.All.Select(ReadRpcs.NameOf).Order(StringComparer.Ordinal),
            Stands.All.Keys.Order(StringComparer.Ordinal));

    [Fact]
    public void A_list_that_can_be_asked_for_an_exercise_has_the_fields_to_ask_with()
    {
        foreach (var method in ReadRpcs.All.Where(one => Stands.All[ReadRpcs.NameOf(one)] is Stands.Asked
            or Stands.Groups))
        {
            Assert.True(
                Has(method.InputType, "exercise_id") || Has(method.InputType, "exercise_ids"), method.FullName);
        }
    }

    [Fact]
    public void A_list_that_shows_everything_says_of_each_item_to_what_it_belongs()
    {
        Assert.True(Has(Contracts.Exchange.V1.ViewAsItem.Descriptor, "context"));
        Assert.True(Has(Contracts.Exchange.V1.RecordView.Descriptor, "context"));
        Assert.True(Has(Contracts.Exchange.V1.InboxItem.Descriptor, "group"));
    }

    private static bool Has(MessageDescriptor message, string field) => message.FindFieldByName(field) is not null;
}
