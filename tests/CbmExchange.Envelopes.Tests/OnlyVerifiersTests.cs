using System.Reflection;
using CbmExchange.Envelopes.Descriptors;
using CbmExchange.Envelopes.PeerStreams;
using CbmExchange.Envelopes.Statements;

namespace CbmExchange.Envelopes.Tests;

public sealed class OnlyVerifiersTests
{
    [Theory]
    [InlineData(typeof(VerifiedEntry))]
    [InlineData(typeof(VerifiedBatch))]
    [InlineData(typeof(VerifiedHead))]
    [InlineData(typeof(VerifiedStatement))]
    [InlineData(typeof(VerifiedDescriptor))]
    [InlineData(typeof(NewPeerEntry))]
    public void Verified_types_cannot_be_made_or_changed_from_outside(Type type)
    {
        Assert.Empty(type.GetConstructors(BindingFlags.Public | BindingFlags.Instance));
        Assert.DoesNotContain(type.GetProperties(), property => property.SetMethod is { IsPublic: true });
    }

    [Fact]
    public void Limits_fit_into_each_other()
    {
        Assert.True(EnvelopeLimits.RecordVersionBytesMax < EnvelopeLimits.SealedEntryBytesMax);
        Assert.True(EnvelopeLimits.SealedEntryBytesMax < EnvelopeLimits.BatchBytesMax);
        Assert.True(EnvelopeLimits.CheckpointBytesMax < EnvelopeLimits.SealedEntryBytesMax);
        Assert.True(EnvelopeLimits.ListElementsMax < EnvelopeLimits.DisclosuresMax);
    }
}
